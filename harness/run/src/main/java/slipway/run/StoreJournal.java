package slipway.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.core.Undo;

/// `undo.json`: what a run has changed and not yet put back, and who holds the run. On the disk
/// before the change is made, so that whoever comes after a kill or a power failure can undo it.
public final class StoreJournal {
    private static final String MEND =
            "put back by hand what the run changed (slipway status shows it), then delete the file";

    private final Path file;
    private final Holder holder;
    private final List<Undo> pending;

    private StoreJournal(Path file, Holder holder, List<Undo> pending) {
        this.file = file;
        this.holder = holder;
        this.pending = new ArrayList<>(pending);
    }

    /// The process that runs it. Its start tells it from a later process of the same number.
    record Holder(long pid, @Nullable Instant started) {
        static Holder me() {
            return of(ProcessHandle.current());
        }

        private static Holder of(ProcessHandle process) {
            return new Holder(process.pid(), process.info().startInstant().orElse(null));
        }

        boolean alive() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .map(Holder::of)
                    .filter(
                            now ->
                                    started == null
                                            || now.started() == null
                                            || now.started().equals(started))
                    .isPresent();
        }
    }

    /// Opens the journal of a run as its holder; what was pending stays pending.
    static StoreJournal open(Path file) {
        return new StoreJournal(
                file, Holder.me(), Files.exists(file) ? read(file).pending : List.of());
    }

    /// The journal as another process left it.
    ///
    /// @throws slipway.core.InvalidSpec when it is malformed
    static StoreJournal read(Path file) {
        return Json.file(file, "the undo journal", MEND, node -> parse(file, node));
    }

    private static StoreJournal parse(Path file, JsonNode node) {
        var started = node.hasNonNull("started") ? JsonInfo.instant(node, "started") : null;
        return new StoreJournal(
                file,
                new Holder(Json.number(node, "pid"), started),
                Json.list(node, "pending", JsonUndo::read));
    }

    /// Returns when the undo is on the disk; only then may the change be made.
    ///
    /// @throws UncheckedIOException when it cannot be written: then do not change anything
    public synchronized void push(Undo undo) {
        pending.add(undo);
        try {
            write();
        } catch (UncheckedIOException e) {
            pending.removeLast();
            throw e;
        }
    }

    /// What is still to be undone, in the order to do it: the newest first.
    public synchronized List<Undo> pending() {
        return List.copyOf(pending.reversed());
    }

    /// That one was undone.
    public synchronized void done(Undo undo) {
        int last = pending.lastIndexOf(undo);
        if (last >= 0) {
            pending.remove(last);
            write();
        }
    }

    /// All was undone.
    public synchronized void done() {
        pending.clear();
        write();
    }

    long pid() {
        return holder.pid();
    }

    boolean held() {
        return holder.alive();
    }

    private void write() {
        var node = Json.object().put("pid", holder.pid());
        var started = holder.started();
        node.put("started", started == null ? null : started.toString());
        var list = node.putArray("pending");
        pending.forEach(undo -> list.add(JsonUndo.write(undo)));
        try {
            StoreFile.write(file, Json.pretty(node));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}

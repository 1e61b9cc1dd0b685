package slipway.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.core.Undo;

/// `undo.json`: what a run has changed on which cluster, and not yet put back. On the disk before
/// the change is made, so that whoever comes after a kill or a power failure can undo it.
public final class StoreJournal implements Runner.Journal {
    private static final String MEND =
            "put back by hand what the run changed (slipway status shows it), then delete the file";

    private final Path file;
    private final String cluster;
    private final List<Undo> pending;

    private StoreJournal(Path file, String cluster, List<Undo> pending) {
        this.file = file;
        this.cluster = cluster;
        this.pending = new ArrayList<>(pending);
    }

    /// Opens the journal of a run on that cluster; what was pending stays pending.
    static StoreJournal open(Path file, String cluster) {
        return new StoreJournal(file, cluster, Files.exists(file) ? read(file).pending : List.of());
    }

    /// The journal as another process left it.
    ///
    /// @throws slipway.core.InvalidSpec when it is malformed
    static StoreJournal read(Path file) {
        return Json.file(file, "the undo journal", MEND, node -> parse(file, node));
    }

    private static StoreJournal parse(Path file, JsonNode node) {
        return new StoreJournal(file, Json.text(node, "cluster"), JsonUndo.pending(node));
    }

    /// Returns when the undo is on the disk; only then may the change be made.
    ///
    /// @throws UncheckedIOException when it cannot be written: then do not change anything
    @Override
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
    @Override
    public synchronized void done() {
        pending.clear();
        write();
    }

    /// Which cluster was changed ([Venue#id()]).
    String cluster() {
        return cluster;
    }

    private void write() {
        var node = Json.object().put("cluster", cluster);
        node.setAll(JsonUndo.pending(pending));
        try {
            StoreFile.write(file, Json.pretty(node));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}

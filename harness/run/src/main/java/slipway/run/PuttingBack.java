package slipway.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import slipway.core.Clock;
import slipway.core.Undo;

/// Puts back what a run has changed, the last change first: to its end, though somebody may tell it
/// to stop meanwhile, and again for a while where something fails, since the run's own fault may
/// have taken the API server away.
final class PuttingBack {
    /// A control plane that was killed took half a minute to answer again, on two busy cores.
    private static final Duration ANSWERING = Duration.ofMinutes(1);

    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Changes changes;
    private final Undoing.Deed deed;
    private final Clock clock;
    private final Consumer<String> narrator;
    private final long end;
    private boolean interrupted;

    PuttingBack(Changes changes, Undoing.Deed deed, Clock clock, Consumer<String> narrator) {
        this.changes = changes;
        this.deed = deed;
        this.clock = clock;
        this.narrator = narrator;
        this.end = clock.now() + ANSWERING.toNanos();
        this.interrupted = Thread.interrupted();
    }

    /// Whether somebody told it to stop.
    boolean interrupted() {
        return interrupted;
    }

    /// @return what has been put back; nothing where others have taken the workloads over
    /// @throws RuntimeException what the first undo that failed threw, after all others. Nothing is
    ///   forgotten then: what was done can be done again
    List<Undo> all() throws InterruptedException {
        var all = pending();
        if (!all.isEmpty()) {
            narrator.accept("putting back what was changed");
        }
        var left = all;
        while (true) {
            var undoing = new Undoing();
            var failed = new ArrayList<Undo>();
            for (var undo : left) {
                if (!attempt(undoing, undo)) {
                    failed.add(undo);
                }
            }
            if (failed.isEmpty() || clock.now() >= end) {
                undoing.insist();
                return all;
            }
            pause();
            left = failed;
        }
    }

    private List<Undo> pending() {
        while (true) {
            try {
                return changes.pending();
            } catch (RuntimeException e) {
                if (clock.now() >= end) {
                    throw e;
                }
                pause();
            }
        }
    }

    /// Told to stop, which is done once, it is done all the same.
    private boolean attempt(Undoing undoing, Undo undo) throws InterruptedException {
        try {
            return undoing.attempt(undo, deed);
        } catch (InterruptedException _) {
            interrupted = true;
            return undoing.attempt(undo, deed);
        }
    }

    private void pause() {
        narrator.accept("not everything could be put back, and is tried again");
        try {
            clock.sleep(AGAIN);
        } catch (InterruptedException _) {
            interrupted = true;
        }
    }
}

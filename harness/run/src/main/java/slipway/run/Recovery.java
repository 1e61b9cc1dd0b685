package slipway.run;

import java.nio.file.Path;
import java.util.function.Consumer;
import slipway.core.Undo;

/// What a run left that was killed: the next command that acts on the cluster puts it back first.
final class Recovery {
    private Recovery() {}

    /// Puts one thing back.
    @FunctionalInterface
    interface Undoer {
        void undo(Undo undo) throws InterruptedException;
    }

    /// Puts back what runs have left on this cluster; none is under way on it, for the caller holds
    /// it. What they left on another one waits until that is used again.
    ///
    /// @param cluster [Venue#id()]
    static void perform(Path runs, String cluster, Undoer undoer, Consumer<String> narrator)
            throws InterruptedException {
        for (var unfinished : RunFolder.unfinished(runs)) {
            if (!unfinished.cluster().equals(cluster)) {
                continue;
            }
            var journal = unfinished.run().journal(cluster);
            for (var undo : unfinished.pending()) {
                narrator.accept(
                        "putting back what %s left: %s"
                                .formatted(unfinished.run().name(), undo.subject()));
                undoer.undo(undo);
                journal.done(undo);
            }
        }
    }
}

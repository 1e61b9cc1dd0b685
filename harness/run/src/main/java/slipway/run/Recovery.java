package slipway.run;

import java.nio.file.Path;
import java.util.function.Consumer;
import slipway.core.InvalidSpec;

/// What a run left that was killed: the next command that acts on the cluster puts it back first.
final class Recovery {
    private Recovery() {}

    /// Puts back what runs without a living process have left.
    ///
    /// @throws InvalidSpec when a run is under way: two at once would disturb each other
    static void perform(Path runs, Venue venue, Consumer<String> narrator)
            throws InterruptedException {
        for (var unfinished : RunFolder.unfinished(runs)) {
            if (unfinished.held()) {
                throw new InvalidSpec(
                        "another run is under way: %s, process %d; wait for its end, or end it"
                                .formatted(unfinished.run().path(), unfinished.pid()));
            }
            var journal = unfinished.run().journal();
            for (var undo : unfinished.pending()) {
                narrator.accept(
                        "putting back what %s left: %s"
                                .formatted(unfinished.run().name(), undo.subject()));
                venue.undo(undo);
                journal.done(undo);
            }
        }
    }
}

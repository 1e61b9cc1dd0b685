package slipway.rollout;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import slipway.core.Disturbance;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Version;

/// A rollout of which somebody asks something in the middle, by its board, as a person would from
/// another terminal.
///
/// @param step the number of the step, from 1, that has to be under way
/// @param after for how long
public record Asking(Rollout rollout, Wish wish, int step, Duration after) implements Disturbance {
    public Asking {
        if (step < 1 || step > rollout.plan().steps().size() || after.isNegative()) {
            throw new InvalidSpec(
                    "somebody asks in one of the steps 1 to %d, not in %d after %s"
                            .formatted(rollout.plan().steps().size(), step, after));
        }
    }

    @Override
    public String description() {
        return "%s; in step %d somebody asks to %s"
                .formatted(rollout.description(), step, wish.word());
    }

    @Override
    public Optional<Version> brings() {
        return rollout.brings();
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var failure = new AtomicReference<@Nullable RunFailed>();
        var somebody = stage.clock().start("somebody", () -> ask(stage, failure));
        try {
            rollout.disturb(stage);
        } finally {
            somebody.end();
        }
        var failed = failure.get();
        if (failed != null) {
            throw new RunFailed("nobody could ask to " + wish.word(), failed);
        }
    }

    private void ask(Stage stage, AtomicReference<@Nullable RunFailed> failure)
            throws InterruptedException {
        var board = new RolloutBoard(stage.cluster().board(rollout.plan().workload()));
        try {
            while (board.read().filter(s -> s.outcome().isEmpty() && s.step() >= step).isEmpty()) {
                stage.clock().sleep(Heed.AGAIN);
            }
            stage.clock().sleep(after);
            if (board.ask(wish)) {
                stage.note("somebody asks to " + wish.word());
            }
        } catch (RunFailed e) {
            failure.set(e);
        }
    }
}

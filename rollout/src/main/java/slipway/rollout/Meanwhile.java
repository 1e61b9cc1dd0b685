package slipway.rollout;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import slipway.core.Disturbance;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Version;

/// A rollout in one of whose steps somebody does something beside it.
public interface Meanwhile extends Disturbance {
    Rollout rollout();

    /// The number of the step, from 1, that has to be under way.
    int step();

    /// What is done, for the description.
    String deed();

    /// What to say where it could not be done.
    String failure();

    /// Does it, and is interrupted where the rollout ends before: what is cut off by that has not
    /// failed.
    void act(Stage stage) throws InterruptedException;

    @Override
    default String description() {
        return "%s; in step %d %s".formatted(rollout().description(), step(), deed());
    }

    @Override
    default Optional<Version> brings() {
        return rollout().brings();
    }

    @Override
    default void disturb(Stage stage) throws InterruptedException {
        var failed = new AtomicReference<@Nullable RunFailed>();
        var over = new AtomicBoolean();
        var somebody = stage.clock().start("somebody", () -> inStep(stage, failed, over));
        try {
            rollout().disturb(stage);
        } finally {
            over.set(true);
            somebody.end();
        }
        var why = failed.get();
        if (why != null) {
            throw new RunFailed(failure(), why);
        }
    }

    private void inStep(
            Stage stage, AtomicReference<@Nullable RunFailed> failed, AtomicBoolean over)
            throws InterruptedException {
        try {
            var board = new RolloutBoard(stage.cluster().board(rollout().plan().workload()));
            while (board.read()
                    .filter(s -> s.outcome().isEmpty() && s.step() >= step())
                    .isEmpty()) {
                stage.clock().sleep(Heed.AGAIN);
            }
            act(stage);
        } catch (RunFailed e) {
            // A call to the API server that is interrupted ends as one that the server refuses.
            if (!over.get()) {
                failed.set(e);
            }
        }
    }
}

package slipway.rollout;

import java.time.Duration;
import slipway.core.InvalidSpec;
import slipway.core.Stage;

/// A rollout of which somebody asks something in the middle, by its board, as a person would from
/// another terminal.
///
/// @param step the number of the step, from 1, that has to be under way
/// @param after how long after that, and after clients have met the next version
public record Asking(Rollout rollout, Wish wish, int step, Duration after) implements Meanwhile {
    public Asking {
        if (step < 1 || step > rollout.plan().steps().size() || after.isNegative()) {
            throw new InvalidSpec(
                    "somebody asks in one of the steps 1 to %d, not in %d after %s"
                            .formatted(rollout.plan().steps().size(), step, after));
        }
    }

    @Override
    public String deed() {
        return wish.asked();
    }

    @Override
    public String failure() {
        return "nobody could ask to " + wish.word();
    }

    @Override
    public void act(Stage stage) throws InterruptedException {
        var next = rollout.plan().next();
        // In a series earlier rollouts brought that version too.
        long begun = stage.clock().now();
        while (stage.clients().since(begun).stream().noneMatch(e -> next.named(e.version()))) {
            stage.clock().sleep(Heed.AGAIN);
        }
        stage.clock().sleep(after);
        if (new RolloutBoard(stage.cluster().board(rollout.plan().workload())).ask(wish)) {
            stage.note(deed());
        }
    }
}

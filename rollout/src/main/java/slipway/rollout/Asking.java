package slipway.rollout;

import java.time.Duration;
import slipway.core.InvalidSpec;
import slipway.core.Stage;

/// A rollout of which somebody asks something in the middle, by its board, as a person would from
/// another terminal.
///
/// @param step the number of the step, from 1, that has to be under way
/// @param after how long after that, and after the first pod of the next version is ready
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
        var workload = rollout.plan().workload();
        // By its pods: no client can tell the versions of what it does not talk to itself.
        while (stage.cluster().pods(workload).stream()
                .noneMatch(pod -> pod.ready() && next.named(pod.version()))) {
            stage.clock().sleep(Heed.AGAIN);
        }
        stage.clock().sleep(after);
        if (new RolloutBoard(stage.cluster().board(workload)).ask(wish)) {
            stage.note(deed());
        }
    }
}

package slipway.rollout;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import slipway.core.Autoscaler;
import slipway.core.Disturbance;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Undo;
import slipway.core.Version;
import slipway.core.Workload;

/// A rollout in whose middle an autoscaler takes over the replicas, and wants more of them.
///
/// @param step the number of the step, from 1, that has to be under way
/// @param meddling whether somebody else goes on writing the number of before, every two seconds
public record Autoscaling(Rollout rollout, Autoscaler autoscaler, int step, boolean meddling)
        implements Disturbance {
    private static final Duration EVERY = Duration.ofSeconds(2);

    public Autoscaling {
        if (step < 1 || step > rollout.plan().steps().size()) {
            throw new InvalidSpec(
                    "an autoscaler comes in one of the steps 1 to %d, not in %d"
                            .formatted(rollout.plan().steps().size(), step));
        }
    }

    /// The name of the step in which the autoscaler takes over.
    static String scaling(Workload workload) {
        return "autoscale " + workload.name();
    }

    @Override
    public String description() {
        return "%s; in step %d an autoscaler takes over: %s%s"
                .formatted(
                        rollout.description(),
                        step,
                        autoscaler,
                        meddling ? ", and somebody meddles with it" : "");
    }

    @Override
    public Optional<Version> brings() {
        return rollout.brings();
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var failure = new AtomicReference<@Nullable RunFailed>();
        var scaling = stage.clock().start("autoscaling", () -> scale(stage, failure));
        try {
            rollout.disturb(stage);
        } finally {
            scaling.end();
        }
        var failed = failure.get();
        if (failed != null) {
            throw new RunFailed("no autoscaler could take over", failed);
        }
    }

    private void scale(Stage stage, AtomicReference<@Nullable RunFailed> failure)
            throws InterruptedException {
        var workload = rollout.plan().workload();
        var cluster = stage.cluster();
        try {
            var board = new RolloutBoard(cluster.board(workload));
            while (board.read().filter(s -> s.outcome().isEmpty() && s.step() >= step).isEmpty()) {
                stage.clock().sleep(Heed.AGAIN);
            }
            int before = cluster.replicas(workload).desired();
            stage.undo().accept(new Undo.RestoreReplicas(workload, before));
            stage.during(scaling(workload), () -> cluster.autoscale(workload, autoscaler));
            while (meddling) {
                stage.clock().sleep(EVERY);
                cluster.scale(workload, before);
            }
        } catch (RunFailed e) {
            failure.set(e);
        }
    }
}

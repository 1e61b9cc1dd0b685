package slipway.rollout;

import java.time.Duration;
import slipway.core.Autoscaler;
import slipway.core.InvalidSpec;
import slipway.core.Stage;
import slipway.core.Undo;
import slipway.core.Workload;

/// A rollout in whose middle an autoscaler takes over the replicas, and wants more of them.
///
/// @param step the number of the step, from 1, that has to be under way
/// @param meddling whether somebody else goes on writing the number of before, every two seconds
public record Autoscaling(Rollout rollout, Autoscaler autoscaler, int step, boolean meddling)
        implements Meanwhile {
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
    public String deed() {
        return "an autoscaler takes over: %s%s"
                .formatted(autoscaler, meddling ? ", and somebody meddles with it" : "");
    }

    @Override
    public String failure() {
        return "no autoscaler could take over";
    }

    @Override
    public void act(Stage stage) throws InterruptedException {
        var workload = rollout.plan().workload();
        var cluster = stage.cluster();
        int before = cluster.replicas(workload).desired();
        stage.undo().accept(new Undo.RestoreReplicas(workload, before));
        stage.during(scaling(workload), () -> cluster.autoscale(workload, autoscaler));
        while (meddling) {
            stage.clock().sleep(EVERY);
            cluster.scale(workload, before);
        }
    }
}

package slipway.rollout;

import java.time.Duration;
import java.util.Optional;
import slipway.core.Disturbance;
import slipway.core.InvalidSpec;
import slipway.core.Replicas;
import slipway.core.Stage;
import slipway.core.Strategy;
import slipway.core.Undo;
import slipway.core.Version;
import slipway.core.Workload;

/// Ends all pods of the old version before the first of the next one begins, for versions that must
/// not meet. It costs an outage, from the last old pod's end to the first new one's readiness.
///
/// @param within how long the whole rollout may take
public record Recreate(Workload workload, Version next, Duration within) implements Disturbance {
    public Recreate {
        if (workload.kind() != Workload.Kind.DEPLOYMENT) {
            throw new InvalidSpec("only a Deployment can be recreated, not " + workload);
        }
        if (!within.isPositive()) {
            throw new InvalidSpec("a rollout needs time, but is given " + within);
        }
    }

    /// Three minutes: the drain of the old pods, and all new ones starting at once.
    public static Recreate of(Workload workload, Version next) {
        return new Recreate(workload, next, Duration.ofMinutes(3));
    }

    @Override
    public String description() {
        return "recreation of " + workload.name() + " as " + next;
    }

    @Override
    public Optional<Version> brings() {
        return Optional.of(next);
    }

    /// The name of the step that it records.
    public static String step(Workload workload) {
        return "recreate " + workload.name();
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var cluster = stage.cluster();
        var beginning = Beginning.of(stage, workload, next);
        var before = beginning.before();
        var image = beginning.image();
        stage.undo().accept(new Undo.RestoreUpdate(workload, before));
        stage.during(
                step(workload),
                () -> {
                    cluster.update(workload, before.to(image).by(new Strategy.Recreate()));
                    cluster.await(workload, "recreated", Replicas::settled, within);
                });
    }
}

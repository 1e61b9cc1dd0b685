package slipway.rollout;

import java.time.Duration;
import java.util.Optional;
import slipway.core.Disturbance;
import slipway.core.InvalidSpec;
import slipway.core.Replicas;
import slipway.core.Stage;
import slipway.core.Undo;
import slipway.core.Version;
import slipway.core.Workload;

/// Gives a workload its next version by the workload's own update strategy (`RollingUpdate`): the
/// pod template changes, and Kubernetes replaces the pods a few at a time.
///
/// @param within how long the whole rollout may take
public record Rolling(Workload workload, Version next, Duration within) implements Disturbance {
    public Rolling {
        if (!within.isPositive()) {
            throw new InvalidSpec("a rollout needs time, but is given " + within);
        }
    }

    /// Three minutes: four pods one after the other, each a JVM that starts on what two busy cores
    /// leave it and then drains its predecessor.
    public static Rolling of(Workload workload, Version next) {
        return new Rolling(workload, next, Duration.ofMinutes(3));
    }

    @Override
    public String description() {
        return "rolling update of " + workload.name() + " to " + next;
    }

    @Override
    public Optional<Version> brings() {
        return Optional.of(next);
    }

    /// The name of the step that it records.
    public static String step(Workload workload) {
        return "roll " + workload.name();
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
                    cluster.update(workload, before.to(image));
                    cluster.await(workload, "rolled out", Replicas::settled, within);
                });
    }
}

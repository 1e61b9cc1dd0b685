package slipway.rollout;

import java.time.Duration;
import java.util.Optional;
import slipway.core.Disturbance;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Undo;
import slipway.core.Version;
import slipway.core.Workload;

/// A rollout that nobody looks after: the workload's controller is told of the next version, and
/// whatever comes of it stays. What the conductor of [Rollout] is compared with.
///
/// @param within how long pods may take to be ready
public record LeftHalfWay(Workload workload, Version next, Duration within) implements Disturbance {
    /// What it takes the steps of, and has no way back from.
    public Plan plan() {
        return Plan.rolling(workload, next).within(within);
    }

    @Override
    public String description() {
        return "%s that nobody looks after".formatted(plan().description());
    }

    @Override
    public Optional<Version> brings() {
        return Optional.of(next);
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var before = stage.cluster().updateSpec(workload);
        var image = stage.images().of(workload, next);
        stage.undo().accept(new Undo.RestoreUpdate(workload, before));
        try {
            stage.during(
                    PlanStep.Update.OWN.name(workload, next),
                    () -> {
                        stage.cluster().update(workload, before.to(image));
                        stage.cluster().await(workload, "at " + next, Replicas::settled, within);
                    });
        } catch (RunFailed e) {
            stage.note("nobody takes it back: " + e.getMessage());
        }
    }
}

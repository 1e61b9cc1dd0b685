package slipway.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.core.Disturbance;
import slipway.core.InvalidSpec;
import slipway.core.Stage;
import slipway.core.Version;
import slipway.core.Workload;

/// A fault that lasts for as long as something else takes, which is done while it is there.
///
/// @param settling from where it is seen to where the other begins
public record Amid(Target target, Duration settling, Disturbance inner) implements Disturbance {
    public Amid {
        if (!target.lasting()) {
            throw new InvalidSpec(
                    "to %s ends by itself: nothing is done amid it".formatted(target.deed()));
        }
    }

    /// The same with something else done meanwhile.
    public Amid around(Disturbance other) {
        return new Amid(target, settling, other);
    }

    /// The names of the steps in which the fault comes and goes.
    public List<String> steps() {
        return List.of(target.deed(), ending());
    }

    private String ending() {
        return "end the " + target.fault();
    }

    /// The name of the step from where the fault is seen to where it is seen to be over.
    public String seen() {
        return target.fault();
    }

    @Override
    public String description() {
        return "%s: amid it, %s".formatted(target.fault(), inner.description());
    }

    @Override
    public Optional<Version> brings() {
        return inner.brings();
    }

    @Override
    public Map<Workload, Version> bringsToOthers() {
        return inner.bringsToOthers();
    }

    @Override
    public List<Workload> touches() {
        return Stream.concat(Stream.of(target.workload()), inner.touches().stream())
                .distinct()
                .toList();
    }

    @Override
    public Disturbance lasting(Duration time) {
        return around(inner.lasting(time));
    }

    @Override
    public void rehearse(Stage stage) throws InterruptedException {
        for (var fault : target.candidates(stage)) {
            stage.cluster().injector().rehearse(fault);
        }
        inner.rehearse(stage);
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        long due = stage.due();
        stage.sight().count();
        var chosen = Chosen.of(target, stage);
        stage.during(target.deed(), () -> chosen.begin(stage, due, null));
        stage.during(
                seen(),
                () -> {
                    long next = stage.clock().now() + settling.toNanos();
                    stage.clock().sleepUntil(next);
                    inner.disturb(stage.plannedAt(next));
                    stage.sight().count();
                    // What its end does to clients is no fault's amid it.
                    long end = stage.clock().now();
                    stage.plan(ending(), end, end);
                    stage.during(ending(), () -> chosen.end(stage));
                });
    }

    @Override
    public void heal(Stage stage) throws InterruptedException {
        inner.heal(stage);
    }
}

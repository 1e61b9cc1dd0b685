package slipway.chaos;

import java.time.Duration;
import java.util.List;
import slipway.core.Disturbance;
import slipway.core.InvalidSpec;
import slipway.core.Stage;
import slipway.core.Workload;

/// A fault at a target, which the dice choose where there are several.
///
/// @param lasting from where it is seen to where it is ended; zero where it ends by itself
public record Injection(Target target, Duration lasting) implements Disturbance {
    /// Long enough for a rate, and short enough to be of the moment.
    private static final Duration BEFORE = Duration.ofSeconds(2);

    public Injection {
        if (target.lasting() != lasting.isPositive()) {
            throw new InvalidSpec(
                    target.lasting()
                            ? "expected how long to %s, found %s".formatted(target.deed(), lasting)
                            : "to %s ends by itself: expected no time, found %s"
                                    .formatted(target.deed(), lasting));
        }
    }

    /// One that ends by itself.
    public Injection(Target target) {
        this(target, Duration.ZERO);
    }

    /// The workload that suffers.
    public Workload workload() {
        return target.workload();
    }

    /// The name of the step right before, in which nothing is done: what was then is what is at
    /// stake.
    public String before() {
        return "before the " + target.fault();
    }

    /// The name of the step from the deed to where all is well again.
    public String step() {
        return target.deed();
    }

    /// The name of the step within it, from where the fault is seen to where it is seen to be over.
    public String seen() {
        return target.fault();
    }

    @Override
    public String description() {
        return seen() + (target.lasting() ? " for %d s".formatted(lasting.toSeconds()) : "");
    }

    @Override
    public List<Workload> touches() {
        return List.of(workload());
    }

    @Override
    public void rehearse(Stage stage) throws InterruptedException {
        for (var fault : target.candidates(stage)) {
            stage.cluster().injector().rehearse(fault);
        }
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        long due = stage.due() + BEFORE.toNanos();
        // Not within the step: it takes a second of a busy host's processors.
        stage.sight().count();
        stage.during(before(), () -> stage.clock().sleep(BEFORE));
        // Now, not before: which pods there are changes all the time.
        var chosen = Chosen.of(target, stage);
        stage.during(
                step(),
                () -> {
                    chosen.begin(stage, due, due + lasting.toNanos());
                    stage.during(
                            seen(),
                            () -> {
                                stage.clock().sleep(lasting);
                                chosen.end(stage);
                            });
                });
    }
}

package slipway.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import slipway.core.Disturbance;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Undo;
import slipway.core.Workload;

/// A fault at a target, which the dice choose where there are several.
///
/// @param lasting from where it is seen to where it is ended; zero where it ends by itself
public record Injection(Target target, Duration lasting) implements Disturbance {
    /// A busy node may take that long to end a pod, and a JVM to be ready again.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration AGAIN = Duration.ofMillis(250);

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
    public void rehearse(Stage stage) throws InterruptedException {
        for (var fault : target.candidates(stage)) {
            stage.cluster().injector().rehearse(fault);
        }
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var candidates = new ArrayList<>(target.candidates(stage));
        Collections.shuffle(candidates, Random.from(stage.dice()));
        var chosen = List.copyOf(candidates.subList(0, target.many()));
        if (chosen.size() < candidates.size()) {
            stage.note("the dice choose: " + chosen);
        }
        stage.during(before(), () -> stage.clock().sleep(BEFORE));
        stage.during(step(), () -> inject(stage, chosen));
    }

    private void inject(Stage stage, List<Fault> faults) throws InterruptedException {
        var injector = stage.cluster().injector();
        for (var fault : faults) {
            if (fault.lasting()) {
                stage.undo().accept(new Undo.EndFault(fault));
            }
            injector.begin(fault);
        }
        await(stage, "it is seen to be there", faults, injector::begun);
        stage.during(
                seen(),
                () -> {
                    stage.clock().sleep(lasting);
                    for (var fault : faults) {
                        injector.end(fault);
                    }
                    await(stage, "all is well again", faults, fault -> well(stage, fault));
                });
    }

    /// Not that it is settled: a rollout may be under way.
    private static boolean well(Stage stage, Fault fault) throws InterruptedException {
        var replicas = stage.cluster().replicas(fault.workload());
        return stage.cluster().injector().over(fault) && replicas.ready() >= replicas.desired();
    }

    @FunctionalInterface
    private interface Sight {
        boolean of(Fault fault) throws InterruptedException;
    }

    private static void await(Stage stage, String what, List<Fault> faults, Sight sight)
            throws InterruptedException {
        var clock = stage.clock();
        long end = clock.now() + PATIENCE.toNanos();
        for (var fault : faults) {
            while (!sight.of(fault)) {
                if (clock.now() >= end) {
                    throw new RunFailed(
                            "%s: waited %d s in vain until %s"
                                    .formatted(fault, PATIENCE.toSeconds(), what));
                }
                clock.sleep(AGAIN);
            }
        }
    }
}

package slipway.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import slipway.core.Event;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Undo;

/// The faults of one strike at a target: brought, and seen to be there; ended, and seen to be over.
///
/// @param name of the step in which they are seen
record Chosen(String name, List<Fault> faults) {
    /// A busy node may take that long to end a pod, and a JVM to be ready again.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration AGAIN = Duration.ofMillis(250);

    /// As the dice have it.
    static Chosen of(Target target, Stage stage) throws InterruptedException {
        var candidates = new ArrayList<>(target.candidates(stage));
        Collections.shuffle(candidates, Random.from(stage.dice()));
        var chosen = List.copyOf(candidates.subList(0, target.many()));
        if (chosen.size() < candidates.size()) {
            stage.note("the dice choose: " + chosen);
        }
        return new Chosen(target.fault(), chosen);
    }

    /// @param from when they were meant to be brought
    /// @param until when they were meant to be ended; null where that is when something else is
    ///   over
    /// @throws InvalidSpec where the first of them cannot be brought any more, and nothing was done
    /// @throws RunFailed where they are not seen in time
    void begin(Stage stage, long from, @Nullable Long until) throws InterruptedException {
        stage.plan(name, from, until);
        var injector = stage.cluster().injector();
        bring(stage, faults.getFirst());
        committed(
                () -> {
                    for (var fault : faults.subList(1, faults.size())) {
                        bring(stage, fault);
                    }
                    await(stage, "it is seen to be there", injector::begun);
                });
    }

    private static void bring(Stage stage, Fault fault) throws InterruptedException {
        if (fault.lasting()) {
            stage.undo().accept(new Undo.EndFault(fault));
        }
        stage.cluster().injector().begin(fault);
    }

    /// Also of those that end by themselves.
    ///
    /// @throws RunFailed where all is not well in time
    void end(Stage stage) throws InterruptedException {
        committed(
                () -> {
                    for (var fault : faults) {
                        if (fault.lasting()) {
                            stage.cluster().injector().end(fault);
                        }
                    }
                    if (faults.getFirst().lasting()) {
                        stage.recorder().record(new Event.Undone(stage.clock().now(), name));
                    }
                    await(stage, "all is well again", fault -> well(stage, fault));
                });
    }

    @FunctionalInterface
    private interface Deed {
        void run() throws InterruptedException;
    }

    /// What makes no sense any more is no request's fault once something was done.
    private static void committed(Deed deed) throws InterruptedException {
        try {
            deed.run();
        } catch (InvalidSpec e) {
            throw new RunFailed(String.valueOf(e.getMessage()), e);
        }
    }

    /// Not that it is settled: a rollout may be under way. The fault first: until it is over the
    /// cluster may not tell.
    private static boolean well(Stage stage, Fault fault) throws InterruptedException {
        return stage.cluster().injector().over(fault)
                && stage.cluster().replicas(fault.workload()).allReady();
    }

    @FunctionalInterface
    private interface Sight {
        boolean of(Fault fault) throws InterruptedException;
    }

    private void await(Stage stage, String what, Sight sight) throws InterruptedException {
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

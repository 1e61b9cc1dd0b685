package slipway.chaos;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import slipway.core.Disturbance;
import slipway.core.InvalidSpec;
import slipway.core.Pod;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Undo;
import slipway.core.Workload;

/// A fault at one ready pod of a workload, which the dice choose.
///
/// @param evenTheLast whether it may be the only one that is ready
public record Injection(Workload workload, PodFault fault, boolean evenTheLast)
        implements Disturbance {
    /// A busy node may take that long to end a pod, and a JVM to be ready again.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration AGAIN = Duration.ofMillis(250);

    /// The name of the step from the deed to where all is well again.
    public String step() {
        return "%s a pod of %s".formatted(fault.verb(), workload.name());
    }

    /// The name of the step within it, from where the fault is seen to where it is seen to be over.
    public String seen() {
        return "a pod of %s %s".formatted(workload.name(), fault.state());
    }

    @Override
    public String description() {
        return step() + (fault.lasting().isZero() ? "" : " for " + fault.lasting().toSeconds() + " s");
    }

    @Override
    public void rehearse(Stage stage) {
        choosable(stage);
    }

    private List<Pod> choosable(Stage stage) {
        var ready =
                stage.cluster().pods(workload).stream()
                        .filter(Pod::ready)
                        .sorted(Comparator.comparing(Pod::name))
                        .toList();
        if (ready.isEmpty() || (ready.size() == 1 && !evenTheLast)) {
            throw new InvalidSpec(
                    "%s has %d ready pod(s), and the last one is left alone: scale it to 2 or more"
                            .formatted(workload, ready.size()));
        }
        return ready;
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var pods = choosable(stage);
        var pod = pods.get(stage.dice().nextInt(pods.size()));
        stage.note("the dice choose %s on %s".formatted(pod.name(), pod.node()));
        stage.during(step(), () -> inject(stage, pod));
    }

    private void inject(Stage stage, Pod pod) throws InterruptedException {
        var cluster = stage.cluster();
        if (!fault.lasting().isZero()) {
            stage.undo().accept(new Undo.Thaw(workload));
        }
        fault.begin(cluster, workload, pod);
        await(stage, pod.name() + " " + fault.state(), () -> fault.begun(cluster, workload, pod));
        stage.during(
                seen(),
                () -> {
                    stage.clock().sleep(fault.lasting());
                    fault.end(cluster, workload);
                    await(
                            stage,
                            "it is over for " + pod.name(),
                            () -> fault.over(cluster, workload, pod));
                });
    }

    @Override
    public void heal(Stage stage) throws InterruptedException {
        fault.end(stage.cluster(), workload);
    }

    @FunctionalInterface
    private interface Sight {
        boolean seen() throws InterruptedException;
    }

    private static void await(Stage stage, String what, Sight sight) throws InterruptedException {
        var clock = stage.clock();
        long end = clock.now() + PATIENCE.toNanos();
        while (!sight.seen()) {
            if (clock.now() >= end) {
                throw new RunFailed(
                        "waited %d s to see that %s".formatted(PATIENCE.toSeconds(), what));
            }
            clock.sleep(AGAIN);
        }
    }
}

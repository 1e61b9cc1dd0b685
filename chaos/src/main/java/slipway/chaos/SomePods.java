package slipway.chaos;

import java.util.Comparator;
import java.util.List;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.Pod;
import slipway.core.Stage;
import slipway.core.Workload;

/// Ready pods of a workload.
///
/// @param many at how many of them at once, 1 or more
/// @param evenTheLast whether it may leave none that is ready
public record SomePods(Workload workload, Fault.AtPod.Kind kind, int many, boolean evenTheLast)
        implements Target {
    public SomePods {
        if (many < 1) {
            throw new InvalidSpec("a fault is at 1 or more pods, not at " + many);
        }
    }

    /// One, and never the last.
    public static SomePods one(Workload workload, Fault.AtPod.Kind kind) {
        return new SomePods(workload, kind, 1, false);
    }

    /// So many, be they all.
    public static SomePods even(int many, Workload workload, Fault.AtPod.Kind kind) {
        return new SomePods(workload, kind, many, true);
    }

    @Override
    public boolean lasting() {
        return kind.lasting();
    }

    @Override
    public String deed() {
        return "%s %s".formatted(kind.verb(), pods());
    }

    @Override
    public String fault() {
        return "%s of %s".formatted(kind.noun(), pods());
    }

    private String pods() {
        return "%s of %s".formatted(many == 1 ? "a pod" : many + " pods", workload.name());
    }

    @Override
    public List<Fault> candidates(Stage stage) {
        var ready =
                stage.cluster().pods(workload).stream()
                        .filter(Pod::ready)
                        .sorted(Comparator.comparing(Pod::name))
                        .toList();
        int least = evenTheLast ? many : many + 1;
        if (ready.size() < least) {
            throw new InvalidSpec(
                    "%s has %d ready pods, and to %s takes %d%s"
                            .formatted(
                                    workload,
                                    ready.size(),
                                    deed(),
                                    least,
                                    evenTheLast ? "" : ": the last is left alone"));
        }
        return ready.stream().<Fault>map(pod -> new Fault.AtPod(kind, workload, pod)).toList();
    }
}

package slipway.chaos;

import java.util.List;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.Pod;
import slipway.core.Stage;
import slipway.core.Workload;

/// The pod that leads the others of its workload.
public record Primary(Workload workload, Fault.AtPod.Kind kind) implements Target {
    private static final String ROLE = "primary";

    @Override
    public boolean lasting() {
        return kind.lasting();
    }

    @Override
    public String deed() {
        return "%s the primary of %s".formatted(kind.verb(), workload.name());
    }

    @Override
    public String fault() {
        return "%s of the primary of %s".formatted(kind.noun(), workload.name());
    }

    @Override
    public int many() {
        return 1;
    }

    @Override
    public List<Fault> candidates(Stage stage) {
        return List.of(new Fault.AtPod(kind, workload, of(workload, stage)));
    }

    /// Not where nobody is there to take over: that would be another scenario.
    static Pod of(Workload workload, Stage stage) {
        var ready = stage.cluster().pods(workload).stream().filter(Pod::ready).toList();
        var primary = ready.stream().filter(pod -> pod.role().equals(ROLE)).toList();
        if (primary.size() != 1 || ready.size() < 2) {
            throw new InvalidSpec(
                    "expected one primary of %s among 2 ready pods or more, found %d among %d; a suite that has them: ./slipway down && ./slipway up --overlay failover"
                            .formatted(workload.name(), primary.size(), ready.size()));
        }
        return primary.getFirst();
    }
}

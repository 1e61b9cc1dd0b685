package slipway.chaos;

import java.util.List;
import slipway.core.Fault;
import slipway.core.Stage;
import slipway.core.Workload;

/// The node of the pod that leads the others of its workload.
public record NodeOfPrimary(Workload workload, Fault.AtNode.Kind kind) implements Target {
    @Override
    public boolean lasting() {
        return kind.lasting();
    }

    @Override
    public String deed() {
        return "%s the node of the primary of %s".formatted(kind.verb(), workload.name());
    }

    @Override
    public String fault() {
        return "%s of the node of the primary of %s".formatted(kind.noun(), workload.name());
    }

    @Override
    public int many() {
        return 1;
    }

    @Override
    public List<Fault> candidates(Stage stage) {
        return List.of(new Fault.AtNode(kind, workload, Primary.of(workload, stage).node()));
    }
}

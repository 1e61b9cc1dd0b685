package slipway.chaos;

import java.util.List;
import slipway.core.Fault;
import slipway.core.Stage;
import slipway.core.Workload;

/// A workload whose PodDisruptionBudget binds nobody.
public record WithoutBudget(Workload workload) implements Target {
    @Override
    public boolean lasting() {
        return true;
    }

    @Override
    public String deed() {
        return "lift the budget of " + workload.name();
    }

    @Override
    public String fault() {
        return "lack of a budget of " + workload.name();
    }

    @Override
    public List<Fault> candidates(Stage stage) {
        return List.of(new Fault.NoBudget(workload));
    }

    @Override
    public int many() {
        return 1;
    }
}

package slipway.chaos;

import java.util.List;
import slipway.core.Fault;
import slipway.core.Stage;
import slipway.core.Workload;

/// Who was let through by a NetworkPolicy, and is not any more.
///
/// @param workload that suffers
/// @param policy its name, which says who reaches whom, and whether they are stopped on the way out
///   or in: `ledger-to-postgres-in`
public record Partition(Workload workload, String policy) implements Target {
    @Override
    public boolean lasting() {
        return true;
    }

    @Override
    public String deed() {
        return "withdraw " + policy;
    }

    @Override
    public String fault() {
        return "partition by " + policy;
    }

    @Override
    public List<Fault> candidates(Stage stage) {
        return List.of(new Fault.Partition(workload, policy));
    }

    @Override
    public int many() {
        return 1;
    }
}

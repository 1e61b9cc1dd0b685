package slipway.chaos;

import java.util.List;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.Stage;
import slipway.core.Workload;

/// What an [Injection] is at, and what it does there.
public interface Target {
    /// The workload that suffers.
    Workload workload();

    /// Whether its faults last until somebody ends them.
    boolean lasting();

    /// What is done, such as `kill a pod of api`.
    String deed();

    /// The same as a thing, such as `kill of a pod of api`.
    String fault();

    /// All faults that may be chosen.
    ///
    /// @throws InvalidSpec where there are too few
    List<Fault> candidates(Stage stage) throws InterruptedException;

    /// How many of them are chosen.
    int many();
}

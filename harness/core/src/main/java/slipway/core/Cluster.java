package slipway.core;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A Kubernetes cluster, as far as a run acts on it: port of `kube` (any API server) and `sim`.
/// Every method throws [RunFailed] when the API server cannot be reached or refuses.
public interface Cluster {
    /// What the report says of the cluster.
    record Info(String kubernetes, int nodes, String context) {}

    Info info();

    /// The workload's replicas now.
    Replicas replicas(Workload workload);

    /// The workload's pods now, those being deleted included.
    List<Pod> pods(Workload workload);

    /// The image in the workload's pod template.
    Image image(Workload workload);

    /// Changes the image in the workload's pod template and returns at once; the workload's own
    /// update strategy does the rest.
    void setImage(Workload workload, Image image);

    /// Waits until the replicas are as expected.
    ///
    /// @param expectation what is waited for, in words that fit "WORKLOAD not … after"
    /// @throws RunFailed after `within`, with what was last seen
    void await(Workload workload, String expectation, Predicate<Replicas> met, Duration within)
            throws InterruptedException;

    /// Tells of every change of the workload's replicas until closed; the first at once.
    Watch watch(Workload workload, Consumer<Replicas> seen);

    /// An observation under way.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}

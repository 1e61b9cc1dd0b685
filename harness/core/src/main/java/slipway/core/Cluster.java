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

    /// Which pods the workload is to have, and how it comes to them.
    UpdateSpec updateSpec(Workload workload);

    /// Changes that and returns at once; the workload's controller does the rest.
    void update(Workload workload, UpdateSpec spec);

    /// The image in the workload's pod template.
    default Image image(Workload workload) {
        return updateSpec(workload).image();
    }

    /// Sends clients from outside to versions of the workload, and returns when the gateway has had
    /// time to hear of it. From the first call on the workload's own Service leads to the version
    /// with the largest share alone: clients inside meet no version that is on trial.
    ///
    /// @throws RunFailed where a version has no ready pod
    void route(Workload workload, Route route) throws InterruptedException;

    /// Sends everybody to whatever pods the workload has, as before the first [#route].
    void unroute(Workload workload) throws InterruptedException;

    /// Takes away what [#route] has made, once the gateway has had time to hear of [#unroute].
    void forgetRoute(Workload workload) throws InterruptedException;

    /// Where it is told what is under way with the workload.
    Board board(Workload workload);

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

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

    /// Deletes the workload's pods that are neither ready nor of its newest revision: a
    /// StatefulSet's controller waits for them for ever (kubernetes #67250). Others' do not, and
    /// keep theirs.
    void free(Workload workload) throws InterruptedException;

    /// What brings faults upon it.
    Injector injector();

    /// Which pods the workload is to have, and how it comes to them.
    UpdateSpec updateSpec(Workload workload);

    /// Changes that and returns at once; the workload's controller does the rest.
    void update(Workload workload, UpdateSpec spec);

    /// Asks whether such a change would be taken, and changes nothing.
    ///
    /// @throws InvalidSpec with what would be refused
    void rehearse(Workload workload, UpdateSpec spec);

    /// The image in the workload's pod template.
    default Image image(Workload workload) {
        return updateSpec(workload).image();
    }

    /// What the ready pods of the workload, and of its baseline, have counted themselves, by their
    /// metrics.
    List<Served> served(Workload workload) throws InterruptedException;

    /// Has so many fresh pods run beside the workload's own, as its [Baseline]; they are like those
    /// in all but the image. Only while there is a [#route]: without one the workload's own Service
    /// would lead to them too.
    ///
    /// @param image of the version that the workload had before
    /// @param pods 0 to have none, also where there is none already: returns once all of them drain
    /// @throws RunFailed where some stay all the same
    void baseline(Workload workload, Image image, int pods) throws InterruptedException;

    /// Sends clients from outside to versions of the workload, and returns when the gateway has
    /// taken it. It may send some as before until [#awaitRouted] is over. From the first call on
    /// the workload's own Service leads to the version with the largest share alone: clients inside
    /// meet no version that is on trial.
    ///
    /// @throws RunFailed where a version has no ready pod
    void route(Workload workload, Route route) throws InterruptedException;

    /// Waits until the gateway does as the last [#route] says: before pods go nobody may be sent to
    /// them any more.
    void awaitRouted(Workload workload) throws InterruptedException;

    /// Asks whether clients can be shared out by [#route], and changes nothing.
    ///
    /// @throws InvalidSpec with what is in the way
    void rehearseRoute(Workload workload);

    /// Sends everybody to whatever pods the workload has, as before the first [#route].
    void unroute(Workload workload) throws InterruptedException;

    /// Takes away what [#route] has made, once the gateway has had time to hear of [#unroute].
    void forgetRoute(Workload workload) throws InterruptedException;

    /// Has so many replicas. An autoscaler that there is goes on to change them.
    void scale(Workload workload, int replicas);

    /// Gives the workload an autoscaler, which owns its replicas from then on.
    ///
    /// @throws RunFailed where it has one already
    void autoscale(Workload workload, Autoscaler autoscaler);

    /// Takes away what [#autoscale] has given it. The replicas stay as they are.
    void unautoscale(Workload workload);

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

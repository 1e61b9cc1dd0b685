package slipway.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import slipway.core.Autoscaler;
import slipway.core.Board;
import slipway.core.Cluster;
import slipway.core.Fault;
import slipway.core.Image;
import slipway.core.Injector;
import slipway.core.Pod;
import slipway.core.Replicas;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Served;
import slipway.core.UpdateSpec;
import slipway.core.Workload;
import slipway.rollout.Tenure;

/// A cluster on which a run changes only the workloads that it holds ([Tenure]). It looks at the
/// board before each change: a run that was stopped, and wakes up after another has ended it, does
/// no harm.
///
/// @param run its name
record OwnCluster(Cluster cluster, String run) implements Cluster {
    /// @throws RunFailed where the workload is another's, or nobody's
    private void insist(Workload workload) {
        var tenure = tenure(workload);
        if (!tenure.held()) {
            throw tenure.lost();
        }
    }

    private Tenure tenure(Workload workload) {
        return new Tenure(cluster.board(workload), workload, run);
    }

    @Override
    public void update(Workload workload, UpdateSpec spec) {
        insist(workload);
        cluster.update(workload, spec);
    }

    @Override
    public void baseline(Workload workload, Image image, int pods) throws InterruptedException {
        insist(workload);
        cluster.baseline(workload, image, pods);
    }

    @Override
    public void route(Workload workload, Route route) throws InterruptedException {
        insist(workload);
        cluster.route(workload, route);
        tenure(workload).routed(route.inOrder());
    }

    @Override
    public void awaitRouted(Workload workload) throws InterruptedException {
        cluster.awaitRouted(workload);
    }

    @Override
    public void unroute(Workload workload) throws InterruptedException {
        insist(workload);
        cluster.unroute(workload);
        tenure(workload).routed(Map.of());
    }

    @Override
    public void forgetRoute(Workload workload) throws InterruptedException {
        insist(workload);
        cluster.forgetRoute(workload);
    }

    @Override
    public void free(Workload workload) throws InterruptedException {
        insist(workload);
        cluster.free(workload);
    }

    @Override
    public Injector injector() {
        var injector = cluster.injector();
        return new Injector() {
            @Override
            public void begin(Fault fault) throws InterruptedException {
                insist(fault.workload());
                injector.begin(fault);
            }

            @Override
            public void end(Fault fault) throws InterruptedException {
                insist(fault.workload());
                injector.end(fault);
            }

            @Override
            public void rehearse(Fault fault) throws InterruptedException {
                injector.rehearse(fault);
            }

            @Override
            public boolean begun(Fault fault) throws InterruptedException {
                return injector.begun(fault);
            }

            @Override
            public boolean over(Fault fault) throws InterruptedException {
                return injector.over(fault);
            }
        };
    }

    @Override
    public void scale(Workload workload, int replicas) {
        insist(workload);
        cluster.scale(workload, replicas);
    }

    @Override
    public void autoscale(Workload workload, Autoscaler autoscaler) {
        insist(workload);
        cluster.autoscale(workload, autoscaler);
    }

    @Override
    public void unautoscale(Workload workload) {
        insist(workload);
        cluster.unautoscale(workload);
    }

    // Whoever only looks may look at everything.

    @Override
    public void rehearseRoute(Workload workload) {
        cluster.rehearseRoute(workload);
    }

    @Override
    public void rehearse(Workload workload, UpdateSpec spec) {
        cluster.rehearse(workload, spec);
    }

    @Override
    public Info info() {
        return cluster.info();
    }

    @Override
    public Replicas replicas(Workload workload) {
        return cluster.replicas(workload);
    }

    @Override
    public List<Pod> pods(Workload workload) {
        return cluster.pods(workload);
    }

    @Override
    public UpdateSpec updateSpec(Workload workload) {
        return cluster.updateSpec(workload);
    }

    @Override
    public List<Served> served(Workload workload) throws InterruptedException {
        return cluster.served(workload);
    }

    @Override
    public Board board(Workload workload) {
        return cluster.board(workload);
    }

    @Override
    public void await(
            Workload workload, String expectation, Predicate<Replicas> met, Duration within)
            throws InterruptedException {
        cluster.await(workload, expectation, met, within);
    }

    @Override
    public Watch watch(Workload workload, Consumer<Replicas> seen) {
        return cluster.watch(workload, seen);
    }
}

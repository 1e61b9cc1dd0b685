package slipway.run;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import slipway.core.Autoscaler;
import slipway.core.Board;
import slipway.core.Cluster;
import slipway.core.Image;
import slipway.core.Injector;
import slipway.core.Pod;
import slipway.core.Replicas;
import slipway.core.Route;
import slipway.core.Served;
import slipway.core.UpdateSpec;
import slipway.core.Workload;

/// A cluster that has another one do everything. Whoever extends it says what is otherwise.
class ForwardingCluster implements Cluster {
    private final Cluster cluster;

    ForwardingCluster(Cluster cluster) {
        this.cluster = cluster;
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
    public void free(Workload workload) throws InterruptedException {
        cluster.free(workload);
    }

    @Override
    public List<Served> served(Workload workload) throws InterruptedException {
        return cluster.served(workload);
    }

    @Override
    public Injector injector() {
        return cluster.injector();
    }

    @Override
    public void scale(Workload workload, int replicas) {
        cluster.scale(workload, replicas);
    }

    @Override
    public void autoscale(Workload workload, Autoscaler autoscaler) {
        cluster.autoscale(workload, autoscaler);
    }

    @Override
    public void unautoscale(Workload workload) {
        cluster.unautoscale(workload);
    }

    @Override
    public UpdateSpec updateSpec(Workload workload) {
        return cluster.updateSpec(workload);
    }

    @Override
    public void update(Workload workload, UpdateSpec spec) {
        cluster.update(workload, spec);
    }

    @Override
    public void rehearseRoute(Workload workload) {
        cluster.rehearseRoute(workload);
    }

    @Override
    public void rehearse(Workload workload, UpdateSpec spec) {
        cluster.rehearse(workload, spec);
    }

    @Override
    public void baseline(Workload workload, Image image, int pods) throws InterruptedException {
        cluster.baseline(workload, image, pods);
    }

    @Override
    public void route(Workload workload, Route route) throws InterruptedException {
        cluster.route(workload, route);
    }

    @Override
    public void awaitRouted(Workload workload) throws InterruptedException {
        cluster.awaitRouted(workload);
    }

    @Override
    public void unroute(Workload workload) throws InterruptedException {
        cluster.unroute(workload);
    }

    @Override
    public void forgetRoute(Workload workload) throws InterruptedException {
        cluster.forgetRoute(workload);
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

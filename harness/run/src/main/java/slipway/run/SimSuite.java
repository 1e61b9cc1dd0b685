package slipway.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import slipway.core.Autoscaler;
import slipway.core.Baseline;
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
import slipway.sim.SimCluster;

/// Several simulated workloads as one cluster: each has pods of its own, and knows nothing of the
/// others.
///
/// @param parts the subject of the scenario first
record SimSuite(SequencedMap<Workload, SimCluster> parts) implements Cluster {
    /// The part that runs a workload, or its baseline.
    private SimCluster of(Workload workload) {
        return find(workload)
                .orElseThrow(
                        () ->
                                new RunFailed(
                                        "the simulated cluster runs %s, not %s"
                                                .formatted(parts.keySet(), workload)));
    }

    private Optional<SimCluster> find(Workload workload) {
        return parts.entrySet().stream()
                .filter(
                        part ->
                                part.getKey().equals(workload)
                                        || Baseline.of(part.getKey()).equals(workload))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// Whether the workload's clients are shared out among versions.
    boolean shares(Workload workload) {
        return of(workload).shares();
    }

    /// Whether there is a baseline of the workload.
    boolean hasBaseline(Workload workload) {
        return of(workload).hasBaseline();
    }

    @Override
    public Info info() {
        return parts.sequencedValues().getFirst().info();
    }

    @Override
    public Replicas replicas(Workload workload) {
        return of(workload).replicas(workload);
    }

    /// Of a workload that is not simulated there are none.
    @Override
    public List<Pod> pods(Workload workload) {
        return find(workload).map(part -> part.pods(workload)).orElse(List.of());
    }

    @Override
    public void free(Workload workload) {
        of(workload).free(workload);
    }

    @Override
    public UpdateSpec updateSpec(Workload workload) {
        return of(workload).updateSpec(workload);
    }

    @Override
    public void update(Workload workload, UpdateSpec spec) {
        of(workload).update(workload, spec);
    }

    @Override
    public void rehearseRoute(Workload workload) {
        of(workload).rehearseRoute(workload);
    }

    @Override
    public void rehearse(Workload workload, UpdateSpec spec) {
        of(workload).rehearse(workload, spec);
    }

    @Override
    public void baseline(Workload workload, Image image, int pods) throws InterruptedException {
        of(workload).baseline(workload, image, pods);
    }

    @Override
    public List<Served> served(Workload workload) throws InterruptedException {
        return of(workload).served(workload);
    }

    @Override
    public void route(Workload workload, Route route) throws InterruptedException {
        of(workload).route(workload, route);
    }

    @Override
    public void awaitRouted(Workload workload) throws InterruptedException {
        of(workload).awaitRouted(workload);
    }

    @Override
    public void unroute(Workload workload) throws InterruptedException {
        of(workload).unroute(workload);
    }

    @Override
    public void forgetRoute(Workload workload) throws InterruptedException {
        of(workload).forgetRoute(workload);
    }

    /// Each fault is for the part that runs the workload which it is at.
    @Override
    public Injector injector() {
        return new Injector() {
            @Override
            public void rehearse(Fault fault) throws InterruptedException {
                of(fault).rehearse(fault);
            }

            @Override
            public void begin(Fault fault) throws InterruptedException {
                of(fault).begin(fault);
            }

            @Override
            public boolean begun(Fault fault) throws InterruptedException {
                return of(fault).begun(fault);
            }

            @Override
            public void end(Fault fault) throws InterruptedException {
                of(fault).end(fault);
            }

            @Override
            public boolean over(Fault fault) throws InterruptedException {
                return of(fault).over(fault);
            }

            private Injector of(Fault fault) {
                return SimSuite.this.of(fault.workload()).injector();
            }
        };
    }

    @Override
    public void scale(Workload workload, int replicas) {
        of(workload).scale(workload, replicas);
    }

    @Override
    public void autoscale(Workload workload, Autoscaler autoscaler) {
        of(workload).autoscale(workload, autoscaler);
    }

    @Override
    public void unautoscale(Workload workload) {
        of(workload).unautoscale(workload);
    }

    @Override
    public Board board(Workload workload) {
        return of(workload).board(workload);
    }

    @Override
    public void await(
            Workload workload, String expectation, Predicate<Replicas> met, Duration within)
            throws InterruptedException {
        of(workload).await(workload, expectation, met, within);
    }

    @Override
    public Watch watch(Workload workload, Consumer<Replicas> seen) {
        return of(workload).watch(workload, seen);
    }
}

package slipway.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slipway.core.Cluster;
import slipway.core.Event;
import slipway.core.Image;
import slipway.core.Images;
import slipway.core.InvalidSpec;
import slipway.core.NodeView;
import slipway.core.RunFailed;
import slipway.core.Scenario;
import slipway.core.Service;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.kube.Evidence;
import slipway.kube.KubeCluster;
import slipway.kube.Remainder;
import slipway.loadtest.HttpService;

/// A real cluster with the suite on it as a venue.
final class KubeVenue implements Venue {
    private final KubeCluster cluster;
    private final HttpService service;
    private final Stockroom stockroom;
    private final Map<Version, Map<String, String>> stock = new HashMap<>();

    /// @param cluster is closed with it
    /// @param service likewise
    KubeVenue(KubeCluster cluster, HttpService service, Stockroom stockroom) {
        this.cluster = cluster;
        this.service = service;
        this.stockroom = stockroom;
    }

    @Override
    public void play(Play play) throws InterruptedException {
        try (var _ = Precedence.take()) {
            play.on(new WallClock());
        }
    }

    @Override
    public void stock(Scenario scenario) throws InterruptedException {
        for (var workload : scenario.workloads().entrySet()) {
            stock(workload.getKey(), scenario.from());
            if (workload.getValue().isPresent()) {
                stock(workload.getKey(), workload.getValue().get());
            }
        }
    }

    private void stock(Workload workload, Version version) throws InterruptedException {
        stock.computeIfAbsent(version, _ -> new HashMap<>())
                .putAll(stockroom.provide(version, Set.of(workload.name())));
    }

    @Override
    public String id() {
        return cluster.id();
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public List<Workload> workloads() {
        return cluster.workloads();
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public Images images() {
        return (workload, version) -> {
            var reference = stock.getOrDefault(version, Map.of()).get(workload.name());
            if (reference == null) {
                throw new InvalidSpec("there is no image of " + workload.name() + " " + version);
            }
            return Image.parse(reference);
        };
    }

    /// What has been allocated by now and stays is moved to where it stays: the next collection, in
    /// the middle of the load, would take half a second for it on a busy host.
    @Override
    public void beforeLoad() {
        System.gc();
    }

    @Override
    public AutoCloseable follow(Path logs) {
        var evidence = new Evidence(cluster);
        var following = evidence.follow(logs);
        return () -> {
            following.close();
            evidence.collect(logs);
        };
    }

    @Override
    public Inventory inventory() throws InterruptedException {
        var before = Remainder.of(cluster);
        return at -> {
            var differences = Remainder.of(cluster).differencesFrom(before);
            return new Event.Swept(at, differences.remainder(), differences.unseen());
        };
    }

    @Override
    public List<NodeView> views() throws InterruptedException {
        return cluster.views(ChaosScenarios.AGENT);
    }

    @Override
    public AutoCloseable onLost(Runnable lost) {
        return cluster.onLost((RunFailed _) -> lost.run());
    }

    @Override
    public void close() {
        service.close();
        cluster.close();
    }
}

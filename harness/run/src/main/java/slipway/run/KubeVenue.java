package slipway.run;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import slipway.core.Cluster;
import slipway.core.Image;
import slipway.core.Images;
import slipway.core.InvalidSpec;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Scenario;
import slipway.core.Service;
import slipway.core.Undo;
import slipway.core.Version;
import slipway.kube.Evidence;
import slipway.kube.KubeCluster;
import slipway.kube.Remainder;
import slipway.kube.Suite;
import slipway.loadtest.HttpService;

/// A real cluster with the suite on it as a venue.
final class KubeVenue implements Venue {
    /// A rollout of one workload back to what it was: as long as one forward may take.
    private static final Duration UNDO = Duration.ofMinutes(4);

    private final KubeCluster cluster;
    private final HttpService service;
    private final Stockroom stockroom;
    private final Map<Version, Map<String, String>> stock = new HashMap<>();

    /// @param gateway the suite's address for its clients
    KubeVenue(KubeCluster cluster, URI gateway, Stockroom stockroom) {
        this.cluster = cluster;
        this.service = new HttpService(gateway, Suite.token(cluster));
        this.stockroom = stockroom;
    }

    @Override
    public void play(Play play) throws InterruptedException {
        play.on(new WallClock());
    }

    @Override
    public void stock(Scenario scenario) throws InterruptedException {
        var needed = Set.of(scenario.subject().name());
        stock.put(scenario.from(), stockroom.provide(scenario.from(), needed));
        var next = scenario.disturbance().brings();
        if (next.isPresent()) {
            stock.put(next.get(), stockroom.provide(next.get(), needed));
        }
    }

    @Override
    public Cluster cluster() {
        return cluster;
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

    @Override
    public AutoCloseable follow(Path logs) {
        var evidence = new Evidence(cluster);
        var following = evidence.follow(logs);
        return () -> {
            following.close();
            // What could not be had is told in the folder itself; a run is not broken by it.
            evidence.collect(logs);
        };
    }

    @Override
    public Inventory inventory() {
        var before = Remainder.of(cluster);
        return () -> Remainder.of(cluster).differencesFrom(before);
    }

    @Override
    public void undo(Undo undo) throws InterruptedException {
        switch (undo) {
            case Undo.RestoreImage(var workload, var image) -> {
                cluster.setImage(workload, image);
                cluster.await(workload, "back at " + image.version(), Replicas::settled, UNDO);
            }
        }
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

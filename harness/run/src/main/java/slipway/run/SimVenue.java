package slipway.run;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import slipway.core.Cluster;
import slipway.core.Event;
import slipway.core.Image;
import slipway.core.Images;
import slipway.core.Scenario;
import slipway.core.Service;
import slipway.core.Workload;
import slipway.sim.SimClock;
import slipway.sim.SimCluster;
import slipway.sim.SimLedger;
import slipway.sim.SimService;

/// The simulated cluster as a venue. One for each run: its time cannot begin twice.
class SimVenue implements Venue {
    private final SimClock clock = new SimClock();
    private final SimLedger.Flaw flaw;
    private @Nullable Workload subject;
    private @Nullable SimCluster cluster;
    private @Nullable SimService service;

    SimVenue(SimLedger.Flaw flaw) {
        this.flaw = flaw;
    }

    @Override
    public void play(Play play) throws InterruptedException {
        clock.run(() -> play.on(clock));
    }

    @Override
    public void stock(Scenario scenario) {
        // The seed decides the simulated weather too; split, so that the load's choices stay its
        // own.
        RandomGenerator dice = new SplittableRandom(scenario.seed()).split();
        subject = scenario.subject();
        var image = images().of(scenario.subject(), scenario.from());
        cluster = new SimCluster(clock, dice, scenario.subject(), image, 4);
        service = new SimService(cluster, new SimLedger(flaw), clock, dice);
    }

    @Override
    public String id() {
        return "sim";
    }

    @Override
    public Cluster cluster() {
        return stocked(cluster);
    }

    @Override
    public Service service() {
        return stocked(service);
    }

    @Override
    public Images images() {
        return (workload, version) -> new Image(workload.name(), version.label());
    }

    @Override
    public AutoCloseable follow(Path logs) {
        return () -> {};
    }

    @Override
    public Inventory inventory() {
        var workload = stocked(subject);
        var was = cluster().updateSpec(workload);
        return at -> {
            var is = cluster().updateSpec(workload);
            return new Event.Swept(
                    at,
                    was.equals(is)
                            ? List.of()
                            : List.of("changed: %s: %s, now %s".formatted(workload, was, is)),
                    List.of());
        };
    }

    @Override
    public AutoCloseable onLost(Runnable lost) {
        return () -> {};
    }

    @Override
    public void close() {}

    private static <T> T stocked(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("stock(scenario) comes first");
        }
        return part;
    }
}

package slipway.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import slipway.core.Baseline;
import slipway.core.Board;
import slipway.core.Cluster;
import slipway.core.Event;
import slipway.core.Image;
import slipway.core.Images;
import slipway.core.Replicas;
import slipway.core.Scenario;
import slipway.core.Service;
import slipway.core.UpdateSpec;
import slipway.core.Workload;
import slipway.sim.SimClock;
import slipway.sim.SimCluster;
import slipway.sim.SimLedger;
import slipway.sim.SimService;

/// The simulated cluster as a venue. One for each run: its time cannot begin twice.
class SimVenue implements Venue {
    private final SimClock clock = new SimClock();
    private final SimLedger.Flaw flaw;
    private @Nullable SimSuite cluster;
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
        var parts = new LinkedHashMap<Workload, SimCluster>();
        for (var workload : scenario.workloads().sequencedKeySet()) {
            var image = images().of(workload, scenario.from());
            parts.put(workload, new SimCluster(clock, dice, workload, image, pods(workload)));
        }
        cluster = new SimSuite(parts);
        var planted = SimLedger.Flaw.of(scenario.from().label());
        var ledger = new SimLedger(flaw == SimLedger.Flaw.NONE ? planted : flaw);
        Consumer<Replicas> migrating = seen -> seen.versions().keySet().forEach(ledger::ready);
        parts.forEach((workload, part) -> part.watch(workload, migrating));
        parts.values().forEach(part -> part.onKill(ledger::killed));
        // Clients meet the subject.
        var met = parts.sequencedValues().getFirst();
        service = new SimService(met, ledger, clock, dice);
    }

    /// As the suite's own manifests have it.
    private static int pods(Workload workload) {
        return switch (workload.name()) {
            case "ledger" -> 2;
            case "postgres" -> 1;
            default -> 4;
        };
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
    public List<Workload> workloads() {
        return List.copyOf(stocked(cluster).parts().keySet());
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
        var suite = stocked(cluster);
        var were = new LinkedHashMap<Workload, UpdateSpec>();
        suite.parts().keySet().forEach(workload -> were.put(workload, suite.updateSpec(workload)));
        return at -> {
            var remainder = new ArrayList<String>();
            were.forEach((workload, was) -> remainder.addAll(left(suite, workload, was)));
            return new Event.Swept(at, remainder, List.of());
        };
    }

    private static List<String> left(SimSuite suite, Workload workload, UpdateSpec was) {
        var remainder = new ArrayList<String>();
        var is = suite.updateSpec(workload);
        if (!was.equals(is)) {
            remainder.add("changed: %s: %s, now %s".formatted(workload, was, is));
        }
        if (suite.shares(workload)) {
            remainder.add("changed: HTTPRoute " + workload.name());
        }
        if (suite.hasBaseline(workload)) {
            remainder.add("left behind: " + Baseline.of(workload));
        }
        if (!suite.board(workload).read().isEmpty()) {
            remainder.add("left behind: ConfigMap " + Board.name(workload));
        }
        return remainder;
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

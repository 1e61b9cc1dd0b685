package slipway.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.chaos.FailsOnlyMeanwhile;
import slipway.chaos.FailsOnlyUnderFaults;
import slipway.chaos.Injection;
import slipway.chaos.LinearizableAccounts;
import slipway.chaos.Partition;
import slipway.chaos.SeenToEnd;
import slipway.chaos.SomeNode;
import slipway.chaos.SomePods;
import slipway.chaos.Storm;
import slipway.chaos.UnderWrites;
import slipway.core.Checker;
import slipway.core.Disturbance;
import slipway.core.Fault.AtNode;
import slipway.core.Fault.AtPod.Kind;
import slipway.core.Load;
import slipway.core.Scenario;
import slipway.core.Scenario.Twin;
import slipway.core.Series;
import slipway.core.Together;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.NoFailedRequests;
import slipway.loadtest.NoLostTransfers;
import slipway.loadtest.OpenLoad;
import slipway.rollout.Plan;
import slipway.rollout.Rollout;

/// Faults under load.
final class ChaosScenarios {
    private static final Workload API = Workload.deployment("api");
    private static final Workload LEDGER = Workload.statefulSet("ledger");
    private static final Workload POSTGRES = Workload.statefulSet("postgres");

    /// All replicas of each, as their manifests have it.
    private static final int APIS = 4;

    private static final int LEDGERS = 2;

    private static final Version V2 = new Version("v2");

    /// Its database has answered before it wrote.
    private static final Version NOSYNC = new Version("v1-nosync");

    /// A kill counts where so many transfers a second were promised right before it.
    private static final int MANY = 100;

    private static final OpenLoad WRITES =
            RolloutScenarios.LOAD.at(MANY * 5 / 4).writing(0.9).connectingFresh(0.1).onSlowLines(0);

    /// Some five faults.
    private static final Duration STORM = Duration.ofMinutes(2);

    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration AFTER = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private ChaosScenarios() {}

    static List<Scenario> all() {
        return Stream.of(
                        deletions(),
                        kills(),
                        freezes(),
                        freezesOfLedger(),
                        nodes(),
                        partitions(),
                        storms())
                .flatMap(List::stream)
                .toList();
    }

    /// Whoever drains drops nobody.
    private static List<Scenario> deletions() {
        var claim = new NoFailedRequests();
        var api = new Injection(SomePods.one(API, Kind.DELETE));
        var ledger = new Injection(SomePods.one(LEDGER, Kind.DELETE));
        return List.of(
                scenario("delete-api", null, RolloutScenarios.FIRST, api, claim),
                scenario(
                        "delete-api-sabotaged",
                        new Twin("delete-api", claim.claim()),
                        RolloutScenarios.V1_DRAINLESS,
                        api,
                        claim),
                scenario("delete-ledger", null, RolloutScenarios.FIRST, ledger, claim),
                scenario(
                        "delete-ledger-sabotaged",
                        new Twin("delete-ledger", claim.claim()),
                        RolloutScenarios.FIRST,
                        new Injection(SomePods.even(LEDGERS, LEDGER, Kind.DELETE_AT_ONCE)),
                        claim));
    }

    /// What a dead pod had in hand is lost, and no more: the others go on. The twins kill them all.
    private static List<Scenario> kills() {
        return Stream.of(
                        withTwin(
                                "kill-api",
                                new Injection(SomePods.one(API, Kind.KILL)),
                                new Injection(SomePods.even(APIS, API, Kind.KILL)),
                                Duration.ofSeconds(3)),
                        withTwin(
                                "kill-ledger",
                                new Injection(SomePods.one(LEDGER, Kind.KILL)),
                                new Injection(SomePods.even(LEDGERS, LEDGER, Kind.KILL)),
                                Duration.ofSeconds(3)),
                        databases())
                .flatMap(List::stream)
                .toList();
    }

    /// The only one there is, in the middle of many writes. The twin's has answered before it
    /// wrote.
    private static List<Scenario> databases() {
        return List.of(
                database("kill-postgres", null, RolloutScenarios.FIRST),
                database(
                        "kill-postgres-sabotaged",
                        new Twin("kill-postgres", new NoLostTransfers().claim()),
                        NOSYNC));
    }

    private static Scenario database(String name, @Nullable Twin twin, Version from) {
        var kill = new Injection(SomePods.even(1, POSTGRES, Kind.KILL));
        return scenario(
                name,
                twin,
                from,
                kill,
                WRITES,
                new FailsOnlyMeanwhile(kill.step(), Duration.ofSeconds(20)),
                new UnderWrites(kill.before(), MANY));
    }

    /// Clients of a pod that stands still wait for it, for as long as they bear. The twin's stands
    /// still for longer.
    private static List<Scenario> freezes() {
        var claim = new NoFailedRequests();
        var pod = SomePods.one(API, Kind.FREEZE);
        return List.of(
                scenario(
                        "freeze-api",
                        null,
                        RolloutScenarios.FIRST,
                        new Injection(pod, Duration.ofSeconds(3)),
                        claim),
                scenario(
                        "freeze-api-sabotaged",
                        new Twin("freeze-api", claim.claim()),
                        RolloutScenarios.FIRST,
                        new Injection(pod, Duration.ofSeconds(15)),
                        claim));
    }

    /// A node that is drained, or whose kubelet is away, is no news to clients. From one that
    /// stands still they are cut off until it goes on; the twin's takes longer to.
    private static List<Scenario> nodes() {
        var none = new NoFailedRequests();
        return Stream.of(
                        List.of(
                                scenario(
                                        "drain-node",
                                        null,
                                        RolloutScenarios.FIRST,
                                        node(AtNode.Kind.DRAIN, 5),
                                        none),
                                scenario(
                                        "drain-node-sabotaged",
                                        new Twin("drain-node", none.claim()),
                                        RolloutScenarios.V1_DRAINLESS,
                                        node(AtNode.Kind.DRAIN, 5),
                                        none),
                                scenario(
                                        "kubelet-away",
                                        null,
                                        RolloutScenarios.FIRST,
                                        node(AtNode.Kind.NO_KUBELET, 20),
                                        none)),
                        withTwin(
                                "freeze-node",
                                node(AtNode.Kind.FREEZE, 8),
                                node(AtNode.Kind.FREEZE, 35),
                                Duration.ofSeconds(25)))
                .flatMap(List::stream)
                .toList();
    }

    private static Injection node(AtNode.Kind kind, int seconds) {
        return new Injection(new SomeNode(API, kind, POSTGRES), Duration.ofSeconds(seconds));
    }

    /// Api waits for a ledger that stands still for four seconds, and asks the other one; clients
    /// wait for longer. The twin's stand still both.
    private static List<Scenario> freezesOfLedger() {
        var claim = new NoFailedRequests();
        return List.of(
                scenario(
                        "freeze-ledger",
                        null,
                        RolloutScenarios.FIRST,
                        new Injection(SomePods.one(LEDGER, Kind.FREEZE), Duration.ofSeconds(6)),
                        claim),
                scenario(
                        "freeze-ledger-sabotaged",
                        new Twin("freeze-ledger", claim.claim()),
                        RolloutScenarios.FIRST,
                        new Injection(
                                SomePods.even(LEDGERS, LEDGER, Kind.FREEZE),
                                Duration.ofSeconds(15)),
                        claim));
    }

    /// Nobody is answered meanwhile, and everybody soon after. The twins' last for longer than is
    /// declared.
    private static List<Scenario> partitions() {
        return Stream.of("api-to-ledger-in", "ledger-to-postgres-out")
                .map(
                        policy ->
                                withTwin(
                                        "partition-" + policy,
                                        partition(policy, 8),
                                        partition(policy, 40),
                                        Duration.ofSeconds(25)))
                .flatMap(List::stream)
                .toList();
    }

    private static Injection partition(String policy, int seconds) {
        return new Injection(new Partition(LEDGER, policy), Duration.ofSeconds(seconds));
    }

    /// Whatever may come, one after the other. The twin's database has answered before it wrote.
    private static List<Scenario> storms() {
        var kill = new Injection(SomePods.even(1, POSTGRES, Kind.KILL));
        var faults =
                List.of(
                        new Injection(SomePods.one(API, Kind.KILL)),
                        new Injection(SomePods.one(API, Kind.DELETE)),
                        new Injection(SomePods.one(API, Kind.FREEZE), Duration.ofSeconds(3)),
                        new Injection(SomePods.one(LEDGER, Kind.KILL)),
                        new Injection(SomePods.one(LEDGER, Kind.DELETE)),
                        kill,
                        node(AtNode.Kind.DRAIN, 5),
                        node(AtNode.Kind.NO_KUBELET, 10),
                        node(AtNode.Kind.FREEZE, 8),
                        partition("ledger-to-postgres-in", 8));
        var kills = List.of(kill);
        return List.of(
                storm("storm", null, RolloutScenarios.FIRST, faults, storm(faults)),
                storm("storm-sabotaged", lossIn("storm"), NOSYNC, kills, storm(kills)),
                storm(
                        "storm-rollouts",
                        null,
                        RolloutScenarios.FIRST,
                        faults,
                        amidRollouts(RolloutScenarios.FIRST, faults)),
                storm(
                        "storm-rollouts-sabotaged",
                        lossIn("storm-rollouts"),
                        NOSYNC,
                        kills,
                        amidRollouts(NOSYNC, kills)));
    }

    private static Twin lossIn(String scenario) {
        return new Twin(scenario, new NoLostTransfers().claim());
    }

    private static Storm storm(List<Injection> faults) {
        return new Storm(faults, STORM.minus(BEFORE).minus(AFTER), Duration.ofSeconds(10));
    }

    /// To the next version and back, twice, while faults come and go.
    private static Disturbance amidRollouts(Version from, List<Injection> faults) {
        var there = new Rollout(Plan.rolling(API, V2));
        var back = new Rollout(Plan.rolling(API, from));
        return new Together(
                List.of(new Series(API, List.of(there, back, there, back), BEFORE), storm(faults)));
    }

    private static Scenario storm(
            String name,
            @Nullable Twin twin,
            Version from,
            List<Injection> faults,
            Disturbance disturbance) {
        var steps = faults.stream().map(Injection::step).collect(Collectors.toSet());
        var seen = faults.stream().map(Injection::seen).collect(Collectors.toSet());
        return scenario(
                name,
                twin,
                API,
                from,
                disturbance,
                RolloutScenarios.LOAD.lasting(STORM),
                new SeenToEnd(seen),
                new FailsOnlyUnderFaults(steps, Duration.ofSeconds(20)));
    }

    private static List<Scenario> withTwin(
            String name, Injection honest, Injection sabotaged, Duration outage) {
        var claim = new FailsOnlyMeanwhile(honest.step(), outage).claim();
        return List.of(
                meanwhile(name, null, honest, outage),
                meanwhile(name + "-sabotaged", new Twin(name, claim), sabotaged, outage));
    }

    private static Scenario meanwhile(
            String name, @Nullable Twin twin, Injection injection, Duration outage) {
        return scenario(
                name,
                twin,
                RolloutScenarios.FIRST,
                injection,
                new FailsOnlyMeanwhile(injection.step(), outage));
    }

    private static Scenario scenario(
            String name, @Nullable Twin twin, Version from, Injection injection, Checker... own) {
        return scenario(name, twin, from, injection, RolloutScenarios.LOAD, own);
    }

    private static Scenario scenario(
            String name,
            @Nullable Twin twin,
            Version from,
            Injection injection,
            Load load,
            Checker... own) {
        var claims = new ArrayList<>(List.of(own));
        claims.add(new SeenToEnd(injection.seen()));
        return scenario(
                name,
                twin,
                injection.workload(),
                from,
                injection,
                load,
                claims.toArray(Checker[]::new));
    }

    private static Scenario scenario(
            String name,
            @Nullable Twin twin,
            Workload subject,
            Version from,
            Disturbance disturbance,
            Load load,
            Checker... own) {
        var claims = new ArrayList<>(List.of(own));
        claims.add(new LinearizableAccounts());
        claims.addAll(RolloutScenarios.everybodys());
        return new Scenario(
                name,
                "chaos",
                twin,
                subject,
                from,
                load,
                BEFORE,
                BEFORE,
                AFTER,
                disturbance,
                SETTLE,
                claims,
                42);
    }
}

package slipway.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.chaos.Amid;
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
import slipway.chaos.WithinBudget;
import slipway.core.AlsoAt;
import slipway.core.Checker;
import slipway.core.Concurrently;
import slipway.core.Disturbance;
import slipway.core.Fault.AtNode;
import slipway.core.Fault.AtPod.Kind;
import slipway.core.Load;
import slipway.core.OverAndOver;
import slipway.core.Scenario;
import slipway.core.Scenario.Twin;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.AnsweredWithin;
import slipway.loadtest.NoFailedRequests;
import slipway.loadtest.NoLostTransfers;
import slipway.loadtest.OneAnswerPerKey;
import slipway.loadtest.OpenLoad;
import slipway.rollout.Plan;
import slipway.rollout.Rollout;

/// Faults under load.
final class ChaosScenarios {
    static final Workload API = Workload.deployment("api");
    static final Workload LEDGER = Workload.statefulSet("ledger");
    static final Workload POSTGRES = Workload.statefulSet("postgres");
    static final Workload AGENT = Workload.daemonSet("agent");

    /// All replicas of each, as their manifests have it.
    private static final int APIS = 4;

    private static final int LEDGERS = 2;

    /// The only one there is.
    static final SomePods DATABASE = SomePods.even(1, POSTGRES, Kind.KILL);

    static final Version V2 = new Version("v2");

    /// Its database has answered before it wrote.
    static final Version NOSYNC = new Version("v1-nosync");

    /// Its database has written before it answered, and not to the disk.
    private static final Version NOFSYNC = new Version("v1-nofsync");

    /// Its api has no memory left after some hundred requests, whatever the weather.
    private static final Version V1_LEAK = new Version("v1-leak");

    /// Its database forgets with its pod what it has written.
    private static final Version EPHEMERAL = new Version("v1-ephemeral");

    /// Its ledger says of an order that comes again that it was done now.
    private static final Version ANEW = new Version("v1-anew");

    /// Its ledger looks whether a condition is met before it locks anything.
    private static final Version HASTY = new Version("v1-hasty");

    /// Its ledger says that all is well where Postgres failed.
    private static final Version SWALLOWS = new Version("v1-swallows");

    /// A kill counts where so many transfers a second were promised right before it.
    static final int MANY = 100;

    /// Of the few reads among many writes: two a second at most.
    private static final double SNAPSHOTS = 1.0 / 3;

    static final OpenLoad WRITES =
            RolloutScenarios.LOAD
                    .at(MANY * 115 / 100)
                    .writing(0.95)
                    .connectingFresh(0.1)
                    .onSlowLines(0)
                    .snapshots(SNAPSHOTS);

    /// Some eight faults.
    private static final Duration STORM = Duration.ofMinutes(3);

    /// After all is well again: connections that were kept find out last.
    static final Duration GRACE = Duration.ofSeconds(10);

    /// The policies whose exceptions are withdrawn, one on the way in and one on the way out.
    static final List<String> WITHDRAWN = List.of("api-to-ledger-in", "ledger-to-postgres-out");

    /// While one of several pods is away, until nobody asks it any more.
    private static final Duration OTHERS = Duration.ofSeconds(3);

    /// While the only database is away, until clients are answered again.
    private static final Duration AWAY = Duration.ofSeconds(30);

    /// Api asks ledger again for six seconds, and the last time ledger says no after three without
    /// a connection to Postgres, or one more without its accounts. By then clients give up too:
    /// late is whom nobody has told anything.
    static final Duration STATED = Duration.ofSeconds(6 + 3 + 1);

    /// On a slow host whoever says no waits for a processor too. Of those who asked in one of fifty
    /// kills of Postgres, on two cores, 1.5 % at most were late, and of a primary 3.8 %; while each
    /// pod of api let a hundred wait, it had been 11 %.
    private static final double SLOW_HOST = 0.05;

    /// What api promises while the database is away.
    static final AnsweredWithin ANSWERED = new AnsweredWithin(STATED, SLOW_HOST);

    /// So few accounts that what a client has seen is often no more so, and often is.
    private static final int CONTENDED = 10;

    /// From where a database is ready again to where every ledger has found out, and has done what
    /// waited for it: on two slow cores 12.6 s at most, of 30 power failures.
    private static final Duration RECOVERY = Duration.ofSeconds(20);

    /// As its PodDisruptionBudget has it.
    static final WithinBudget BUDGET = new WithinBudget(API, 1);

    /// A storm has a fault in each, on the whole: fewer are none.
    private static final Duration GUST = Duration.ofMinutes(1);

    /// Long enough after a fault for a claim to be about: a twin fails in it.
    private static final Duration CALM = GRACE.plusSeconds(7);

    /// For clients to wait: they have given up by then.
    private static final Duration TOO_LONG = Duration.ofSeconds(15);

    /// In seconds: a node is given up 50 s after its kubelet has said its last
    /// (`node-monitor-grace-period`).
    private static final int KUBELET_MISSED = 70;

    /// A node that crashed comes back with another address, which the pods on it do not tell: until
    /// they have been replaced, which took 61 s on two busy cores, some requests find nobody.
    static final Duration NODE_BACK = Duration.ofSeconds(100);

    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration AFTER = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private ChaosScenarios() {}

    static List<Scenario> all() {
        return Stream.of(
                        deletions(),
                        deletionsOfPostgres(),
                        kills(),
                        ordersAgain(),
                        comparisons(),
                        powerFailures(),
                        fullDisks(),
                        slowDisks(),
                        freezes(),
                        freezesOfLedger(),
                        networks(),
                        shortages(),
                        nodes(),
                        partitions(),
                        revokedLogins(),
                        storms(),
                        RolloutsUnderFaults.all())
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
                        new Injection(SomePods.even(2, API, Kind.DELETE)),
                        claim),
                scenario("delete-ledger", null, RolloutScenarios.FIRST, ledger, claim),
                scenario(
                        "delete-ledger-sabotaged",
                        new Twin("delete-ledger", claim.claim()),
                        RolloutScenarios.FIRST,
                        new Injection(SomePods.even(LEDGERS, LEDGER, Kind.DELETE_AT_ONCE)),
                        claim));
    }

    /// Another pod of a StatefulSet finds what the one before it has written. The twin's finds what
    /// was there when the first one came.
    private static List<Scenario> deletionsOfPostgres() {
        var pod = SomePods.even(1, POSTGRES, Kind.DELETE);
        var name = "delete-postgres";
        return List.of(
                kill(name, null, RolloutScenarios.FIRST, pod, AWAY),
                kill(name + "-sabotaged", lossIn(name), EPHEMERAL, pod, AWAY));
    }

    /// Clients who move money only where an account holds what they have seen there, while one
    /// ledger is killed. The twin's ledger looks too soon.
    private static List<Scenario> comparisons() {
        var load = RolloutScenarios.LOAD.over(CONTENDED).writing(0.5).onSlowLines(0).comparing(0.6);
        var claim = new LinearizableAccounts().claim();
        var name = "compare-and-set";
        return List.of(
                killOfLedger(name, null, RolloutScenarios.FIRST, load),
                killOfLedger(name + "-sabotaged", new Twin(name, claim), HASTY, load));
    }

    /// Clients who ask for a transfer again, with its key, while one ledger is killed: it is done
    /// once, and all are told so. The twin's ledger tells everybody that it was done now.
    private static List<Scenario> ordersAgain() {
        var load = RolloutScenarios.LOAD.writing(0.95).askingAgain(0.4).snapshots(SNAPSHOTS);
        var claim = new OneAnswerPerKey();
        var name = "orders-again";
        return List.of(
                killOfLedger(name, null, RolloutScenarios.FIRST, load, claim),
                killOfLedger(
                        name + "-sabotaged", new Twin(name, claim.claim()), ANEW, load, claim));
    }

    private static Scenario killOfLedger(
            String name, @Nullable Twin twin, Version from, Load load, Checker... own) {
        var kill = new Injection(SomePods.one(LEDGER, Kind.KILL));
        var claims = new ArrayList<>(List.of(own));
        claims.add(new FailsOnlyMeanwhile(kill.step(), OTHERS));
        return scenario(name, twin, from, kill, load, claims.toArray(Checker[]::new));
    }

    /// What a dead pod had in hand is lost, and no more: the others go on. The twins kill them all.
    /// Of databases there is one; its twin has answered before it wrote.
    private static List<Scenario> kills() {
        var meanwhile = FailsOnlyMeanwhile.claim(OTHERS);
        return List.of(
                kill("kill-api", null, SomePods.one(API, Kind.KILL), OTHERS),
                kill(
                        "kill-api-sabotaged",
                        new Twin("kill-api", meanwhile),
                        SomePods.even(APIS, API, Kind.KILL),
                        OTHERS),
                kill("kill-ledger", null, SomePods.one(LEDGER, Kind.KILL), OTHERS),
                kill(
                        "kill-ledger-sabotaged",
                        new Twin("kill-ledger", meanwhile),
                        SomePods.even(LEDGERS, LEDGER, Kind.KILL),
                        OTHERS),
                kill("kill-postgres", null, RolloutScenarios.FIRST, DATABASE, AWAY, ANSWERED),
                kill(
                        "kill-postgres-sabotaged",
                        lossIn("kill-postgres"),
                        NOSYNC,
                        DATABASE,
                        AWAY,
                        ANSWERED));
    }

    private static Scenario kill(String name, @Nullable Twin twin, SomePods pods, Duration outage) {
        return kill(name, twin, RolloutScenarios.FIRST, pods, outage);
    }

    /// In the middle of many writes.
    private static Scenario kill(
            String name,
            @Nullable Twin twin,
            Version from,
            SomePods pods,
            Duration outage,
            Checker... own) {
        var kill = new Injection(pods);
        var claims = new ArrayList<>(List.of(own));
        claims.add(new FailsOnlyMeanwhile(kill.step(), outage));
        claims.add(new UnderWrites(kill.before(), MANY));
        return scenario(name, twin, from, kill, WRITES, claims.toArray(Checker[]::new));
    }

    /// What was acknowledged was synced. The twin's was written, and a mere kill would not tell.
    private static List<Scenario> powerFailures() {
        return List.of(
                powerFailure("power-failure", null, RolloutScenarios.FIRST),
                powerFailure("power-failure-sabotaged", lossIn("power-failure"), NOFSYNC));
    }

    private static Scenario powerFailure(String name, @Nullable Twin twin, Version from) {
        var cut = new Injection(SomePods.even(1, POSTGRES, Kind.CUT_POWER));
        return onOwnDisk(name, twin, from, cut, new UnderWrites(cut.before(), MANY));
    }

    /// What finds no room, or waits for too long to be written, is not promised. The twins' ledger
    /// promises it.
    private static List<Scenario> fullDisks() {
        return Stream.concat(
                        unwritable("full-disk", Kind.FULL_DISK, 10),
                        unwritable("stalled-disk", Kind.STALLED_DISK, 8))
                .toList();
    }

    private static Stream<Scenario> unwritable(String name, Kind kind, int seconds) {
        var fault = new Injection(SomePods.even(1, POSTGRES, kind), Duration.ofSeconds(seconds));
        return Stream.of(
                onOwnDisk(name, null, RolloutScenarios.FIRST, fault),
                onOwnDisk(
                        name + "-sabotaged",
                        lossIn(name),
                        SWALLOWS,
                        new AlsoAt(fault, List.of(LEDGER)),
                        fault));
    }

    /// Whoever writes to a slow disk waits, and fails nobody. The twin's disk stands still for
    /// longer than clients bear.
    private static List<Scenario> slowDisks() {
        var name = "slow-disk";
        var claim = FailsOnlyUnderFaults.claim(RECOVERY);
        return List.of(
                bearableDisk(name, null, Kind.SLOW_DISK, Duration.ofSeconds(10)),
                bearableDisk(
                        name + "-sabotaged", new Twin(name, claim), Kind.STALLED_DISK, TOO_LONG));
    }

    /// Clients fail at most while the disk is given and taken back.
    private static Scenario bearableDisk(
            String name, @Nullable Twin twin, Kind kind, Duration time) {
        var injection = new Injection(SomePods.even(1, POSTGRES, kind), time);
        var amid = amidOwnDisk(injection);
        return scenario(
                name,
                twin,
                POSTGRES,
                RolloutScenarios.FIRST,
                amid,
                RolloutScenarios.LOAD,
                new FailsOnlyUnderFaults(Set.copyOf(amid.steps()), RECOVERY),
                new SeenToEnd(amid.seen(), injection.seen()));
    }

    private static Scenario onOwnDisk(
            String name, @Nullable Twin twin, Version from, Injection injection, Checker... own) {
        return onOwnDisk(name, twin, from, injection, injection, own);
    }

    /// Of the same claims, whatever is disturbed beside it.
    private static Scenario onOwnDisk(
            String name,
            @Nullable Twin twin,
            Version from,
            Disturbance disturbance,
            Injection injection,
            Checker... own) {
        var amid = amidOwnDisk(disturbance);
        var steps = new HashSet<>(amid.steps());
        steps.add(injection.step());
        var claims = new ArrayList<>(List.of(own));
        claims.add(new FailsOnlyUnderFaults(steps, RECOVERY));
        claims.add(new SeenToEnd(amid.seen(), injection.seen()));
        return scenario(name, twin, POSTGRES, from, amid, WRITES, claims.toArray(Checker[]::new));
    }

    private static Amid amidOwnDisk(Disturbance disturbance) {
        return new Amid(
                SomePods.even(1, POSTGRES, Kind.OWN_DISK), RECOVERY.plus(GRACE), disturbance);
    }

    /// Clients of a pod that stands still wait for it, for as long as they bear. The twin's stands
    /// still for longer.
    private static List<Scenario> freezes() {
        var pod = SomePods.one(API, Kind.FREEZE);
        return bearable(
                        "freeze-api",
                        new Injection(pod, Duration.ofSeconds(3)),
                        new Injection(pod, TOO_LONG),
                        new NoFailedRequests())
                .toList();
    }

    /// Whoever has a bad network is slow, or asks again, and answers. The twins' pod has none at
    /// all.
    private static List<Scenario> networks() {
        var claim = new NoFailedRequests();
        var time = Duration.ofSeconds(10);
        return Stream.of(
                        Kind.DELAY,
                        Kind.LOSS,
                        Kind.DUPLICATION,
                        Kind.CORRUPTION,
                        Kind.NARROWING,
                        Kind.NO_NAMES,
                        Kind.SLOW_NAMES)
                .flatMap(
                        kind ->
                                bearable(
                                        kind.noun().replace(' ', '-') + "-of-api",
                                        new Injection(SomePods.one(API, kind), time),
                                        new Injection(SomePods.one(API, Kind.CUT_OFF), TOO_LONG),
                                        claim))
                .toList();
    }

    /// Of processors, memory and sessions. Where the twins' pods have none left somebody notices.
    private static List<Scenario> shortages() {
        var none = new NoFailedRequests();
        var time = Duration.ofSeconds(10);
        return Stream.of(
                        bearable(
                                "cpu-api",
                                new Injection(SomePods.one(API, Kind.CPU), time),
                                new Injection(SomePods.one(API, Kind.FREEZE), TOO_LONG),
                                none),
                        bearable(
                                "memory-api",
                                new Injection(SomePods.one(API, Kind.MEMORY), time),
                                new Injection(SomePods.one(API, Kind.FREEZE), TOO_LONG),
                                none),
                        bearable(
                                "connection-storm",
                                new Injection(SomePods.even(1, POSTGRES, Kind.CONNECTIONS), time),
                                new Injection(SomePods.even(1, POSTGRES, Kind.FREEZE), TOO_LONG),
                                none),
                        Stream.of(
                                kill(
                                        "out-of-memory",
                                        null,
                                        SomePods.one(API, Kind.OUT_OF_MEMORY),
                                        OTHERS),
                                kill(
                                        "out-of-memory-sabotaged",
                                        new Twin("out-of-memory", FailsOnlyMeanwhile.claim(OTHERS)),
                                        SomePods.even(APIS, API, Kind.OUT_OF_MEMORY),
                                        OTHERS)))
                .flatMap(each -> each)
                .toList();
    }

    private static Stream<Scenario> bearable(
            String name, Injection honest, Injection sabotaged, Checker claim) {
        return Stream.of(
                scenario(name, null, RolloutScenarios.FIRST, honest, claim),
                scenario(
                        name + "-sabotaged",
                        new Twin(name, claim.claim()),
                        RolloutScenarios.FIRST,
                        sabotaged,
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
                                        none,
                                        BUDGET),
                                scenario(
                                        "drain-node-sabotaged",
                                        new Twin("drain-node", none.claim()),
                                        RolloutScenarios.V1_DRAINLESS,
                                        node(AtNode.Kind.DRAIN, 5),
                                        none,
                                        BUDGET),
                                scenario(
                                        "kubelet-away",
                                        null,
                                        RolloutScenarios.FIRST,
                                        node(AtNode.Kind.NO_KUBELET, KUBELET_MISSED),
                                        none)),
                        controlPlanes(),
                        withTwin(
                                "crash-node",
                                node(AtNode.Kind.CRASH, 10),
                                node(AtNode.Kind.CRASH, 120),
                                NODE_BACK),
                        withTwin(
                                "freeze-node",
                                node(AtNode.Kind.FREEZE, 8),
                                node(AtNode.Kind.FREEZE, 35),
                                Duration.ofSeconds(25)))
                .flatMap(List::stream)
                .toList();
    }

    /// Whoever serves asks nobody who is in charge.
    private static List<Scenario> controlPlanes() {
        var kill = new SomeNode(AGENT, AtNode.Kind.NO_CONTROL_PLANE, POSTGRES, List.of());
        var freeze = new SomeNode(AGENT, AtNode.Kind.DEAF_API_SERVER, POSTGRES, List.of());
        var none = new NoFailedRequests();
        return List.of(
                scenario(
                        "kill-control-plane",
                        null,
                        RolloutScenarios.FIRST,
                        new Injection(kill),
                        none),
                scenario(
                        "freeze-api-server",
                        null,
                        RolloutScenarios.FIRST,
                        new Injection(freeze),
                        none));
    }

    /// Whose pods stand still is not the only node of ledger either. A drain moves them as their
    /// budgets let it, and without a kubelet they go on.
    private static Injection node(AtNode.Kind kind, int seconds) {
        var others =
                switch (kind) {
                    case FREEZE, CRASH -> List.of(LEDGER);
                    case DRAIN, NO_KUBELET, NO_CONTROL_PLANE, DEAF_API_SERVER ->
                            List.<Workload>of();
                };
        return new Injection(
                new SomeNode(API, kind, POSTGRES, others), Duration.ofSeconds(seconds));
    }

    /// Api waits for a ledger that stands still for five seconds, and asks the other one. What that
    /// ledger has in hand keeps its accounts locked, and orders for these fail. The twin's stand
    /// still both.
    private static List<Scenario> freezesOfLedger() {
        return withTwin(
                "freeze-ledger",
                new Injection(SomePods.one(LEDGER, Kind.FREEZE), Duration.ofSeconds(6)),
                new Injection(SomePods.even(LEDGERS, LEDGER, Kind.FREEZE), Duration.ofSeconds(20)),
                Duration.ofSeconds(10));
    }

    /// Nobody is answered meanwhile, and everybody soon after. The twins' last for longer than is
    /// declared.
    private static List<Scenario> partitions() {
        return WITHDRAWN.stream()
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

    /// Who may not log in any more answers nobody, and serves again as soon as he may.
    private static List<Scenario> revokedLogins() {
        return withTwin(
                "revoked-login",
                new Injection(SomePods.even(1, POSTGRES, Kind.NO_LOGIN), Duration.ofSeconds(8)),
                new Injection(SomePods.even(1, POSTGRES, Kind.NO_LOGIN), Duration.ofSeconds(40)),
                Duration.ofSeconds(25));
    }

    private static Injection partition(String policy, int seconds) {
        return new Injection(new Partition(LEDGER, policy), Duration.ofSeconds(seconds));
    }

    /// Whatever may come, one after the other. The twin's database has answered before it wrote.
    private static List<Scenario> storms() {
        var faults = anyFaults();
        var kills = List.of(new Injection(DATABASE));
        return List.of(
                storm("storm", null, RolloutScenarios.FIRST, faults, storm(faults)),
                storm("storm-sabotaged", lossIn("storm"), NOSYNC, kills, storm(kills)),
                storm(
                        "storm-leak-sabotaged",
                        new Twin("storm", FailsOnlyUnderFaults.claim(GRACE)),
                        V1_LEAK,
                        kills,
                        storm(kills)),
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

    /// What may come upon any scenario.
    static List<Injection> anyFaults() {
        return List.of(
                new Injection(SomePods.one(API, Kind.KILL)),
                new Injection(SomePods.one(API, Kind.DELETE)),
                new Injection(SomePods.one(API, Kind.FREEZE), Duration.ofSeconds(3)),
                new Injection(SomePods.one(LEDGER, Kind.KILL)),
                new Injection(SomePods.one(LEDGER, Kind.DELETE)),
                new Injection(DATABASE),
                node(AtNode.Kind.DRAIN, 5),
                node(AtNode.Kind.NO_KUBELET, 10),
                node(AtNode.Kind.FREEZE, 8),
                partition("ledger-to-postgres-in", 8));
    }

    /// A twin that must lose what it acknowledged.
    static Twin lossIn(String scenario) {
        return new Twin(scenario, new NoLostTransfers().claim());
    }

    private static Storm storm(List<Injection> faults) {
        return new Storm(faults, STORM.minus(BEFORE).minus(AFTER), CALM, GRACE);
    }

    /// To the next version and back, over and over, while faults come and go.
    private static Disturbance amidRollouts(Version from, List<Injection> faults) {
        var there = new Rollout(Plan.rolling(API, V2));
        var back = new Rollout(Plan.rolling(API, from));
        var storm = storm(faults);
        return new Concurrently(
                List.of(
                        new OverAndOver(API, List.of(there, back), BEFORE, storm.lasting()),
                        storm));
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
                SeenToEnd.oneIn(GUST, seen),
                new FailsOnlyUnderFaults(steps, GRACE));
    }

    private static List<Scenario> withTwin(
            String name, Injection honest, Injection sabotaged, Duration outage) {
        var claim = FailsOnlyMeanwhile.claim(outage);
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

    /// With everybody's claims behind its own.
    static Scenario scenario(
            String name,
            @Nullable Twin twin,
            Workload subject,
            Version from,
            Disturbance disturbance,
            Load load,
            Checker... own) {
        var claims = new ArrayList<>(List.of(own));
        claims.add(new LinearizableAccounts());
        return claiming("chaos", claims, name, twin, subject, from, disturbance, load);
    }

    /// With everybody's claims behind these, and no other.
    static Scenario claiming(
            String family,
            List<Checker> own,
            String name,
            @Nullable Twin twin,
            Workload subject,
            Version from,
            Disturbance disturbance,
            Load load) {
        var claims = new ArrayList<>(own);
        claims.addAll(RolloutScenarios.everybodys());
        return new Scenario(
                name,
                family,
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

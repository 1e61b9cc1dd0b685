package slipway.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.core.Checker;
import slipway.core.Disturbance;
import slipway.core.Scenario;
import slipway.core.Scenario.Twin;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.ClientOnTime;
import slipway.loadtest.MoneyConserved;
import slipway.loadtest.NoFailedRequests;
import slipway.loadtest.NoLostTransfers;
import slipway.loadtest.OpenLoad;
import slipway.loadtest.Reconciled;
import slipway.rollout.BlueGreen;
import slipway.rollout.Canary;
import slipway.rollout.NeverMet;
import slipway.rollout.OutageAsDeclared;
import slipway.rollout.Promoted;
import slipway.rollout.ReadyAsPromised;
import slipway.rollout.Recreate;
import slipway.rollout.Rolling;
import slipway.rollout.SwitchedAtOnce;
import slipway.rollout.VersionsOnlyForward;
import slipway.rollout.Withdrawn;

/// New versions under load.
final class RolloutScenarios {
    private static final Workload API = Workload.deployment("api");
    private static final Workload LEDGER = Workload.statefulSet("ledger");
    private static final Version V1 = new Version("v1");
    private static final Version V2 = new Version("v2");

    /// The same source as [#V1], built without its drain. The sabotage is in the version before: a
    /// rollout ends the old pods, and it is they who have to drain.
    private static final Version V1_DRAINLESS = new Version("v1-drainless");

    /// The same source as [#V2], with a bug planted in it: it says that it is ready, and is of no
    /// use to anybody.
    private static final Version V2_LYING = new Version("v2-lying");

    /// Answers a tenth of the requests with 500.
    private static final Version V2_ERRORS = new Version("v2-errors");

    /// Takes 300 ms more for each request.
    private static final Version V2_SLOW = new Version("v2-slow");

    /// What the suite is seeded with: 100 accounts of 1,000,000 (ledger's first migration).
    private static final long ALL_MONEY = 100_000_000;

    /// What two cores hold while they carry three nodes, nine JVMs and the client: a request takes
    /// 8 to 13 ms of CPU over all of them, the cluster itself half a core, and a JVM that starts
    /// another half. At 60 a slow host has no room for that one: requests wait for seconds, and now
    /// and then one for longer than the api does.
    private static final int PER_SECOND = 40;

    /// Twelve requests are under way on slow lines at any time, three in each of four pods: that a
    /// build which does not drain ends four pods without dropping one has a chance of e^-12.
    private static final double SLOW = 0.15;

    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofSeconds(5);

    /// Four pods drain for 8 s, and as many JVMs start at once on two cores.
    private static final Duration OUTAGE = Duration.ofSeconds(60);

    private RolloutScenarios() {}

    static List<Scenario> all() {
        var outage = new OutageAsDeclared(Recreate.step(API), OUTAGE);
        return List.of(
                rolling("rolling", null, V1),
                rolling("rolling-sabotaged", failing("rolling"), V1_DRAINLESS),
                rollingStatefulSet("rolling-statefulset", null, V2),
                rollingStatefulSet(
                        "rolling-statefulset-sabotaged", failing("rolling-statefulset"), V2_LYING),
                recreate("recreate", null, V2, outage),
                recreate(
                        "recreate-sabotaged",
                        new Twin("recreate", outage.claim()),
                        V2_LYING,
                        outage),
                blueGreen("blue-green", null, V2, BlueGreen.of(API, V2)),
                blueGreen(
                        "blue-green-sabotaged",
                        failing("blue-green"),
                        V2_LYING,
                        BlueGreen.of(API, V2_LYING).blind()),
                lying("blue-green-lying", null, BlueGreen.of(API, V2_LYING)),
                lying(
                        "blue-green-lying-sabotaged",
                        new Twin("blue-green-lying", new NeverMet(API, V2_LYING).claim()),
                        BlueGreen.of(API, V2_LYING).blind()),
                scenario(
                        "canary-good",
                        null,
                        API,
                        V1,
                        Canary.of(API, V2),
                        new NoFailedRequests(),
                        new ReadyAsPromised(API),
                        new Promoted(API, V2)),
                scenario(
                        "canary-good-sabotaged",
                        failing("canary-good"),
                        API,
                        V1,
                        Canary.of(API, V2_ERRORS).blind(),
                        new NoFailedRequests(),
                        new ReadyAsPromised(API),
                        new Promoted(API, V2_ERRORS)),
                bad("canary-errors", null, V2_ERRORS, Canary.of(API, V2_ERRORS)),
                bad(
                        "canary-errors-sabotaged",
                        new Twin("canary-errors", new Withdrawn(API, V2_ERRORS).claim()),
                        V2_ERRORS,
                        Canary.of(API, V2_ERRORS).blind()),
                bad("canary-slow", null, V2_SLOW, Canary.of(API, V2_SLOW)),
                bad(
                        "canary-slow-sabotaged",
                        new Twin("canary-slow", new Withdrawn(API, V2_SLOW).claim()),
                        V2_SLOW,
                        Canary.of(API, V2_SLOW).blind()));
    }

    /// A rollout of a version that no client must meet.
    private static Scenario lying(String name, @Nullable Twin twin, BlueGreen rollout) {
        return scenario(
                name,
                twin,
                API,
                V1,
                rollout,
                new NeverMet(API, V2_LYING),
                new NoFailedRequests(),
                new ReadyAsPromised(API));
    }

    /// A rollout of a version that must not reach all clients.
    private static Scenario bad(String name, @Nullable Twin twin, Version to, Disturbance rollout) {
        return scenario(
                name, twin, API, V1, rollout, new Withdrawn(API, to), new ReadyAsPromised(API));
    }

    /// What most sabotage does.
    private static Twin failing(String of) {
        return new Twin(of, new NoFailedRequests().claim());
    }

    private static Scenario rolling(String name, @Nullable Twin twin, Version from) {
        return scenario(
                name,
                twin,
                API,
                from,
                Rolling.of(API, V2),
                new NoFailedRequests(),
                new ReadyAsPromised(API),
                new VersionsOnlyForward(API, from, V2, Rolling.step(API)));
    }

    private static Scenario rollingStatefulSet(String name, @Nullable Twin twin, Version to) {
        return scenario(
                name,
                twin,
                LEDGER,
                V1,
                Rolling.of(LEDGER, to),
                new NoFailedRequests(),
                new ReadyAsPromised(LEDGER));
    }

    private static Scenario recreate(
            String name, @Nullable Twin twin, Version to, OutageAsDeclared outage) {
        return scenario(
                name,
                twin,
                API,
                V1,
                Recreate.of(API, to),
                outage,
                new VersionsOnlyForward(API, V1, to, Recreate.step(API)));
    }

    private static Scenario blueGreen(
            String name, @Nullable Twin twin, Version to, BlueGreen rollout) {
        return scenario(
                name,
                twin,
                API,
                V1,
                rollout,
                new NoFailedRequests(),
                new ReadyAsPromised(API),
                new SwitchedAtOnce(API, V1, to));
    }

    /// @param own the claims that are the rollout's own; those of the money and of the harness are
    ///   everybody's
    private static Scenario scenario(
            String name,
            @Nullable Twin twin,
            Workload subject,
            Version from,
            Disturbance rollout,
            Checker... own) {
        var claims = new ArrayList<>(List.of(own));
        claims.addAll(
                List.of(
                        new NoLostTransfers(),
                        new MoneyConserved(ALL_MONEY),
                        new Reconciled(),
                        new ClientOnTime(),
                        new NothingLeft()));
        return new Scenario(
                name,
                "rollout",
                twin,
                subject,
                from,
                OpenLoad.constant(PER_SECOND).onSlowLines(SLOW).lasting(Duration.ofSeconds(60)),
                BEFORE,
                BEFORE,
                rollout,
                SETTLE,
                claims,
                42);
    }
}

package slipway.run;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.core.Checker;
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
import slipway.rollout.ReadyAsPromised;
import slipway.rollout.Rolling;
import slipway.rollout.VersionsOnlyForward;

/// New versions under load.
final class RolloutScenarios {
    private static final Workload API = Workload.deployment("api");
    private static final Version V1 = new Version("v1");
    private static final Version V2 = new Version("v2");

    /// The same source as [#V1], built without its drain. The sabotage is in the version before: a
    /// rollout ends the old pods, and it is they who have to drain.
    private static final Version V1_DRAINLESS = new Version("v1-drainless");

    /// What the suite is seeded with: 100 accounts of 1,000,000 (ledger's first migration).
    private static final long ALL_MONEY = 100_000_000;

    /// What two cores hold while they carry three nodes, nine JVMs and the client, with room for a
    /// JVM that starts: a request takes 8 ms of CPU over all of them, the cluster itself 0.6 cores.
    /// At 100 no request fails either, but half of them take 0.2 s and the rollout a minute.
    private static final int PER_SECOND = 60;

    /// Twelve requests are under way on slow lines at any time, three in each of four pods: that a
    /// build which does not drain ends four pods without dropping one has a chance of e^-12.
    private static final double SLOW = 0.1;

    /// What a build that does not drain does.
    private static final Twin DROPS = new Twin("rolling", new NoFailedRequests().claim());

    private RolloutScenarios() {}

    static List<Scenario> all() {
        return List.of(
                rolling("rolling", null, V1), rolling("rolling-sabotaged", DROPS, V1_DRAINLESS));
    }

    private static Scenario rolling(String name, @Nullable Twin twin, Version from) {
        return new Scenario(
                name,
                "rollout",
                twin,
                API,
                from,
                OpenLoad.constant(PER_SECOND).onSlowLines(SLOW).lasting(Duration.ofSeconds(60)),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Rolling.of(API, V2),
                Duration.ofSeconds(5),
                claims(from),
                42);
    }

    private static List<Checker> claims(Version from) {
        return List.of(
                new NoFailedRequests(),
                new NoLostTransfers(),
                new MoneyConserved(ALL_MONEY),
                new Reconciled(),
                new ReadyAsPromised(API),
                new VersionsOnlyForward(API, from, V2),
                new ClientOnTime(),
                new NothingLeft());
    }
}

package slipway.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.core.Checker;
import slipway.core.Disturbance;
import slipway.core.Load;
import slipway.core.Scenario;
import slipway.core.Scenario.Twin;
import slipway.core.Strategy;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.ClientOnTime;
import slipway.loadtest.MoneyConserved;
import slipway.loadtest.NoFailedRequests;
import slipway.loadtest.NoLostTransfers;
import slipway.loadtest.OpenLoad;
import slipway.loadtest.Reconciled;
import slipway.rollout.Aborted;
import slipway.rollout.Asking;
import slipway.rollout.LeftOpen;
import slipway.rollout.NeverMet;
import slipway.rollout.OutageAsDeclared;
import slipway.rollout.Plan;
import slipway.rollout.PlanStep;
import slipway.rollout.Promoted;
import slipway.rollout.ReadyAsPromised;
import slipway.rollout.RolledOut;
import slipway.rollout.Rollout;
import slipway.rollout.SwitchedAtOnce;
import slipway.rollout.VersionsOnlyForward;
import slipway.rollout.Wish;
import slipway.rollout.Withdrawn;

/// New versions under load.
final class RolloutScenarios {
    /// What a rollout by a plan of one's own is called.
    static final String CUSTOM = "custom";

    private static final Workload API = Workload.deployment("api");
    private static final Workload LEDGER = Workload.statefulSet("ledger");
    private static final Workload AGENT = Workload.daemonSet("agent");
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

    /// Answers a tenth of the questions for an account with another account.
    private static final Version V2_WRONG = new Version("v2-wrong");

    /// Ends each time before it is ready.
    private static final Version V2_CRASHLOOP = new Version("v2-crashloop");

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

    private static final OpenLoad LOAD =
            OpenLoad.constant(PER_SECOND).onSlowLines(SLOW).lasting(Duration.ofSeconds(60));

    /// A tenth of it says nothing of anybody within half a minute.
    private static final int THIN_PER_SECOND = 5;

    /// Twice what a JVM takes to start on two busy cores.
    private static final Duration STARTED = Duration.ofSeconds(40);

    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofSeconds(5);

    /// Four pods drain for 8 s, and as many JVMs start at once on two cores.
    private static final Duration OUTAGE = Duration.ofSeconds(60);

    private RolloutScenarios() {}

    static List<Scenario> all() {
        var all = new ArrayList<Scenario>();
        all.addAll(inPlace());
        all.addAll(blueGreen());
        all.addAll(canaries());
        return List.copyOf(all);
    }

    /// A rollout by a plan of one's own, from the first version.
    static Scenario custom(Plan plan) {
        var recreation = new PlanStep.Update(new Strategy.Recreate());
        if (plan.steps().contains(recreation)) {
            var step = recreation.name(plan.workload(), plan.next());
            return scenario(
                    CUSTOM,
                    null,
                    V1,
                    plan,
                    new RolledOut(plan),
                    new OutageAsDeclared(step, OUTAGE));
        }
        return scenario(
                CUSTOM,
                null,
                V1,
                plan,
                new RolledOut(plan),
                new NoFailedRequests(),
                new ReadyAsPromised(plan.workload()));
    }

    private static List<Scenario> inPlace() {
        var step = PlanStep.Update.OWN.name(API, V2);
        var forward = new VersionsOnlyForward(API, V1, V2, step);
        var drainless = new VersionsOnlyForward(API, V1_DRAINLESS, V2, step);
        var recreated = Plan.recreate(API, V2);
        var outage = new OutageAsDeclared(recreated.names().getFirst(), OUTAGE);
        var allAtOnce = new PlanStep.Update(new Strategy.RollingUpdate("0", "100%", 0));
        return List.of(
                scenario(
                        "rolling",
                        null,
                        V1,
                        Plan.rolling(API, V2),
                        new NoFailedRequests(),
                        new ReadyAsPromised(API),
                        forward),
                scenario(
                        "rolling-sabotaged",
                        failing("rolling"),
                        V1_DRAINLESS,
                        Plan.rolling(API, V2),
                        new NoFailedRequests(),
                        new ReadyAsPromised(API),
                        drainless),
                scenario(
                        "rolling-statefulset",
                        null,
                        V1,
                        Plan.rolling(LEDGER, V2),
                        new RolledOut(Plan.rolling(LEDGER, V2)),
                        new NoFailedRequests(),
                        new ReadyAsPromised(LEDGER)),
                scenario(
                        "rolling-statefulset-sabotaged",
                        failing("rolling-statefulset"),
                        V1,
                        Plan.rolling(LEDGER, V2_LYING),
                        new NoFailedRequests(),
                        new ReadyAsPromised(LEDGER)),
                scenario(
                        "rolling-daemonset",
                        null,
                        V1,
                        Plan.rolling(AGENT, V2),
                        new RolledOut(Plan.rolling(AGENT, V2)),
                        new NoFailedRequests(),
                        new ReadyAsPromised(AGENT)),
                scenario(
                        "rolling-daemonset-sabotaged",
                        new Twin("rolling-daemonset", new ReadyAsPromised(AGENT).claim()),
                        V1,
                        Plan.rolling(AGENT, V2).by(allAtOnce),
                        new NoFailedRequests(),
                        new ReadyAsPromised(AGENT)),
                scenario(
                        "recreate",
                        null,
                        V1,
                        recreated,
                        outage,
                        new VersionsOnlyForward(API, V1, V2, recreated.names().getFirst())),
                scenario(
                        "recreate-sabotaged",
                        new Twin("recreate", outage.claim()),
                        V1,
                        Plan.recreate(API, V2_LYING),
                        outage,
                        new VersionsOnlyForward(API, V1, V2_LYING, recreated.names().getFirst())));
    }

    private static List<Scenario> blueGreen() {
        var unmet = new NeverMet(API, V2_LYING);
        return List.of(
                scenario(
                        "blue-green",
                        null,
                        V1,
                        Plan.blueGreen(API, V2),
                        new NoFailedRequests(),
                        new ReadyAsPromised(API),
                        new SwitchedAtOnce(API, V1, V2)),
                scenario(
                        "blue-green-sabotaged",
                        failing("blue-green"),
                        V1,
                        Plan.blueGreen(API, V2_LYING).blind(),
                        new NoFailedRequests(),
                        new ReadyAsPromised(API),
                        new SwitchedAtOnce(API, V1, V2_LYING)),
                unfit("blue-green-lying", null, Plan.blueGreen(API, V2_LYING)),
                unfit(
                        "blue-green-lying-sabotaged",
                        new Twin("blue-green-lying", unmet.claim()),
                        Plan.blueGreen(API, V2_LYING).blind()));
    }

    private static List<Scenario> canaries() {
        var scenarios = new ArrayList<Scenario>();
        scenarios.add(good("canary-good", null, Plan.canary(API, V2)));
        scenarios.add(
                good(
                        "canary-good-sabotaged",
                        failing("canary-good"),
                        Plan.canary(API, V2_ERRORS).blind()));
        scenarios.addAll(bad("canary-errors", V2_ERRORS, LOAD));
        scenarios.addAll(bad("canary-slow", V2_SLOW, LOAD));
        // Only reads are answered wrongly: more of them, or a judge may see too few.
        scenarios.addAll(bad("canary-wrong-answers", V2_WRONG, LOAD.writing(0.2)));
        scenarios.add(
                unfit("canary-crashloop", null, Plan.canary(API, V2_CRASHLOOP).within(STARTED)));
        scenarios.add(
                unfit(
                        "canary-crashloop-sabotaged",
                        failing("canary-crashloop"),
                        Plan.recreate(API, V2_CRASHLOOP).within(STARTED)));
        scenarios.add(abort("canary-abort", null, Wish.ABORT));
        scenarios.add(
                abort(
                        "canary-abort-sabotaged",
                        new Twin("canary-abort", new Aborted(API, V1, V2).claim()),
                        Wish.RESUME));
        scenarios.add(thin("canary-thin-traffic", null, Plan.canary(API, V2)));
        scenarios.add(
                thin(
                        "canary-thin-traffic-sabotaged",
                        new Twin("canary-thin-traffic", new LeftOpen(API, V2).claim()),
                        Plan.canary(API, V2).blind()));
        return scenarios;
    }

    private static Scenario good(String name, @Nullable Twin twin, Plan plan) {
        return scenario(
                name,
                twin,
                V1,
                plan,
                new NoFailedRequests(),
                new ReadyAsPromised(API),
                new Promoted(API, plan.next()));
    }

    /// A version that must not reach all clients, and its twin, in which nobody looks.
    private static List<Scenario> bad(String name, Version to, Load load) {
        var withdrawn = new Withdrawn(API, to);
        return List.of(
                scenario(
                        name,
                        null,
                        V1,
                        Plan.canary(API, to),
                        load,
                        withdrawn,
                        new ReadyAsPromised(API)),
                scenario(
                        name + "-sabotaged",
                        new Twin(name, withdrawn.claim()),
                        V1,
                        Plan.canary(API, to).blind(),
                        load,
                        withdrawn,
                        new ReadyAsPromised(API)));
    }

    /// A version that no client must meet.
    private static Scenario unfit(String name, @Nullable Twin twin, Plan plan) {
        return scenario(
                name,
                twin,
                V1,
                plan,
                new NeverMet(API, plan.next()),
                new NoFailedRequests(),
                new ReadyAsPromised(API));
    }

    /// A version that is fit for clients, and that somebody does not want all the same; in the twin
    /// somebody asks to go on.
    private static Scenario abort(String name, @Nullable Twin twin, Wish wish) {
        int judging = 3;
        return scenario(
                name,
                twin,
                V1,
                API,
                new Asking(new Rollout(Plan.canary(API, V2)), wish, judging, Duration.ofSeconds(5)),
                LOAD,
                new Aborted(API, V1, V2),
                new NoFailedRequests(),
                new ReadyAsPromised(API));
    }

    /// A version of which too few clients can say anything.
    private static Scenario thin(String name, @Nullable Twin twin, Plan plan) {
        return scenario(
                name,
                twin,
                V1,
                plan,
                OpenLoad.constant(THIN_PER_SECOND).lasting(Duration.ofSeconds(60)),
                new LeftOpen(API, plan.next()),
                new ReadyAsPromised(API));
    }

    /// What most sabotage does.
    private static Twin failing(String of) {
        return new Twin(of, new NoFailedRequests().claim());
    }

    private static Scenario scenario(
            String name, @Nullable Twin twin, Version from, Plan plan, Checker... own) {
        return scenario(name, twin, from, plan, LOAD, own);
    }

    /// @param own the claims that are the rollout's own; those of the money and of the harness are
    ///   everybody's
    private static Scenario scenario(
            String name, @Nullable Twin twin, Version from, Plan plan, Load load, Checker... own) {
        return scenario(name, twin, from, plan.workload(), new Rollout(plan), load, own);
    }

    private static Scenario scenario(
            String name,
            @Nullable Twin twin,
            Version from,
            Workload subject,
            Disturbance disturbance,
            Load load,
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
                load,
                BEFORE,
                BEFORE,
                disturbance,
                SETTLE,
                claims,
                42);
    }
}

package slipway.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.chaos.Amid;
import slipway.chaos.FailsOnlyUnderFaults;
import slipway.chaos.LinearizableAccounts;
import slipway.chaos.SeenToEnd;
import slipway.chaos.UnderWrites;
import slipway.core.Autoscaler;
import slipway.core.Checker;
import slipway.core.Disturbance;
import slipway.core.EnvVar;
import slipway.core.Group;
import slipway.core.InEach;
import slipway.core.InvalidSpec;
import slipway.core.Load;
import slipway.core.Route;
import slipway.core.Scenario;
import slipway.core.Scenario.Twin;
import slipway.core.Series;
import slipway.core.Strategy;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.ClientOnTime;
import slipway.loadtest.MoneyConserved;
import slipway.loadtest.NoFailedRequests;
import slipway.loadtest.NoLostTransfers;
import slipway.loadtest.OneAnswerPerKey;
import slipway.loadtest.OpenLoad;
import slipway.loadtest.Reconciled;
import slipway.rollout.Aborted;
import slipway.rollout.AnsweredByGroup;
import slipway.rollout.Asking;
import slipway.rollout.Autoscaling;
import slipway.rollout.CanaryJudge;
import slipway.rollout.HeldBack;
import slipway.rollout.LeftHalfWay;
import slipway.rollout.LeftOpen;
import slipway.rollout.Migrated;
import slipway.rollout.NeverMet;
import slipway.rollout.OneAfterTheOther;
import slipway.rollout.OutageAsDeclared;
import slipway.rollout.Plan;
import slipway.rollout.PlanStep;
import slipway.rollout.Promoted;
import slipway.rollout.ReadyAsPromised;
import slipway.rollout.Restored;
import slipway.rollout.RolledOut;
import slipway.rollout.Rollout;
import slipway.rollout.RolloutInOrder;
import slipway.rollout.ScaledByOne;
import slipway.rollout.SharedAsAsked;
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

    /// What runs when no scenario wants another, and what each of a sound suite begins with.
    static final Version FIRST = new Version("v1");

    private static final Version V2 = new Version("v2");

    /// The same source as [#FIRST], built without its drain. The sabotage is in the version before:
    /// a rollout ends the old pods, and it is they who have to drain.
    static final Version V1_DRAINLESS = new Version("v1-drainless");

    /// The same source as [#V2], with a bug planted in it: it says that it is ready, and is of no
    /// use to anybody.
    private static final Version V2_LYING = new Version("v2-lying");

    /// Answers a tenth of the requests with 500.
    private static final Version V2_ERRORS = new Version("v2-errors");

    /// Takes 300 ms more for each request.
    private static final Version V2_SLOW = new Version("v2-slow");

    /// Answers a fifth of the questions for an account with another account.
    private static final Version V2_WRONG = new Version("v2-wrong");

    /// Ends each time before it is ready.
    private static final Version V2_CRASHLOOP = new Version("v2-crashloop");

    /// Keeps what it gets, and after some hundred requests has no memory left.
    private static final Version V2_LEAK = new Version("v2-leak");

    /// Answers its first hundred requests, and none after them.
    private static final Version V2_HANG = new Version("v2-hang");

    /// Ledger in it brings one migration more, which only expands the schema.
    private static final Version V2_SCHEMA = new Version("v2-schema");

    /// The number of that migration, ledger's last.
    private static final int SCHEMA = 3;

    /// Clients of an A/B test, and how many of all they are.
    private static final Group GROUP = Group.header("Slipway-Group", "b");

    private static final double MARKED = 0.3;

    /// What two cores hold while they carry three nodes, nine JVMs and the client: a request takes
    /// 8 to 13 ms of CPU over all of them, the cluster itself half a core, and a JVM that starts
    /// another half. At 60 a slow host has no room for that one: requests wait for seconds, and now
    /// and then one for longer than the api does.
    private static final int PER_SECOND = 40;

    /// Twelve requests are under way on slow lines at any time, three in each of four pods: that a
    /// build which does not drain ends four pods without dropping one has a chance of e^-12.
    private static final double SLOW = 0.15;

    /// Of reads: nearly one a second, of 3 kB each.
    private static final double SNAPSHOTS = 0.05;

    static final OpenLoad LOAD =
            OpenLoad.constant(PER_SECOND)
                    .onSlowLines(SLOW)
                    .snapshots(SNAPSHOTS)
                    .lasting(Duration.ofSeconds(60));

    /// What most clients of a stateless API do: they keep their connections, and read. Two cores
    /// hold 200 such requests a second while pods come and go.
    private static final OpenLoad READS =
            LOAD.writing(0.1).connectingFresh(0.1).onSlowLines(0.05).snapshots(0);

    private static final int MANY = 200;

    /// A quarter of it says nothing of anybody for as long as a judge takes.
    private static final int THIN_PER_SECOND = 5;

    /// Twice what a JVM takes to start on two busy cores.
    private static final Duration STARTED = Duration.ofSeconds(40);

    private static final Duration BEFORE = Duration.ofSeconds(10);

    /// A new pod of api is available after six seconds, and the second one then takes as long as a
    /// JVM does to start.
    private static final Duration HALF_WAY = Duration.ofSeconds(15);

    /// Long enough for a new version to have answered clients.
    private static final Duration ANSWERING = Duration.ofSeconds(3);

    /// As long as a version that was taken back has to stay away.
    private static final Duration STAYING = Duration.ofSeconds(60);

    private static final Duration SETTLE = Duration.ofSeconds(5);

    /// A pod that comes and one that drains, for each of the two or three that were replaced before
    /// somebody asked.
    private static final Duration ROLLED_BACK = Duration.ofSeconds(60);

    /// Four pods drain for 8 s, and as many JVMs start at once on two cores.
    private static final Duration OUTAGE = Duration.ofSeconds(60);

    /// The claims of a whole run; all others are about one round of it.
    private static final Set<Class<? extends Checker>> OF_THE_RUN =
            Set.of(
                    FailsOnlyUnderFaults.class,
                    SeenToEnd.class,
                    UnderWrites.class,
                    OneAnswerPerKey.class,
                    NoLostTransfers.class,
                    LinearizableAccounts.class,
                    MoneyConserved.class,
                    Reconciled.class,
                    ClientOnTime.class,
                    NothingLeft.class);

    private RolloutScenarios() {}

    static List<Scenario> all() {
        var all = new ArrayList<Scenario>();
        all.addAll(inPlace());
        all.addAll(blueGreen());
        all.addAll(canaries());
        all.addAll(byRoute());
        all.addAll(manyChanges());
        all.addAll(autoscaled());
        all.addAll(ofThree());
        return List.copyOf(all);
    }

    /// A rollout by a plan of one's own, from the first version.
    ///
    /// @throws InvalidSpec for a version of which there is no image
    static Scenario custom(Plan plan) {
        if (plan.next().equals(Scenarios.UNPUBLISHED)) {
            throw new InvalidSpec(
                    "there is no image of %s, and none is built; canary-bad-image shows what comes of such a rollout"
                            .formatted(plan.next()));
        }
        var load =
                plan.steps().stream()
                        .flatMap(
                                step ->
                                        step instanceof PlanStep.Match(var group)
                                                ? Stream.of(group)
                                                : Stream.empty())
                        .findFirst()
                        .map(group -> LOAD.marking(group, MARKED))
                        .orElse(LOAD);
        var recreation = new PlanStep.Update(new Strategy.Recreate());
        if (plan.steps().contains(recreation)) {
            var step = recreation.name(plan.workload(), plan.next());
            return scenario(
                    CUSTOM,
                    null,
                    FIRST,
                    plan,
                    load,
                    new RolledOut(plan),
                    new OutageAsDeclared(step, OUTAGE));
        }
        return scenario(
                CUSTOM,
                null,
                FIRST,
                plan,
                load,
                new RolledOut(plan),
                new NoFailedRequests(),
                new ReadyAsPromised(plan.workload()));
    }

    /// A scenario's rollouts one after the other, in one run: where they promote a version, to and
    /// fro.
    ///
    /// @throws InvalidSpec for a scenario that ends with another version and has no way back
    static Scenario times(Scenario there, int times) {
        var back =
                switch (there.name()) {
                    case "rolling" -> rolling(V2, FIRST);
                    case "rolling-reads" -> rollingReads(V2, FIRST);
                    case "blue-green" -> blueGreen(V2, FIRST);
                    case "canary-good" -> canary(V2, FIRST);
                    default -> there;
                };
        if (there.twin() != null) {
            throw new InvalidSpec(
                    there.name()
                            + " is sabotaged: each of its runs has to begin with a sound suite; take --repeat");
        }
        if (back.equals(there)
                && there.disturbance().brings().isPresent()
                && there.checkers().stream().noneMatch(Restored.class::isInstance)) {
            throw new InvalidSpec(
                    "%s ends with another version than it begins with: it has no next time"
                            .formatted(there.name()));
        }
        var rounds = new ArrayList<Disturbance>();
        for (int i = 0; i < times; i++) {
            rounds.add((i % 2 == 0 ? there : back).disturbance());
        }
        var checkers = new ArrayList<Checker>();
        for (int i = 0; i < there.checkers().size(); i++) {
            var checker = there.checkers().get(i);
            checkers.add(
                    OF_THE_RUN.contains(checker.getClass())
                            ? checker
                            : new InEach(checker, back.checkers().get(i), times));
        }
        return new Scenario(
                "%s-x%d".formatted(there.name(), times),
                there.family(),
                null,
                there.subject(),
                there.from(),
                there.load(),
                there.steady(),
                there.delay(),
                there.after(),
                series(there.subject(), rounds),
                there.settle(),
                checkers,
                there.seed());
    }

    /// Amid one and the same fault, where that is what they are amid of.
    private static Disturbance series(Workload subject, List<Disturbance> rounds) {
        return rounds.getFirst() instanceof Amid amid
                ? amid.around(
                        new Series(
                                subject, Collections.nCopies(rounds.size(), amid.inner()), BEFORE))
                : new Series(subject, rounds, BEFORE);
    }

    private static Scenario rolling(Version from, Version to) {
        return rolling("rolling", null, from, to, LOAD);
    }

    private static Scenario rollingReads(Version from, Version to) {
        return rolling("rolling-reads", null, from, to, READS.at(MANY));
    }

    private static Scenario rolling(
            String name, @Nullable Twin twin, Version from, Version to, Load load) {
        return scenario(
                name,
                twin,
                from,
                Plan.rolling(API, to),
                load,
                new NoFailedRequests(),
                new ReadyAsPromised(API),
                new VersionsOnlyForward(API, from, to, PlanStep.Update.OWN.name(API, to)));
    }

    private static Scenario blueGreen(Version from, Version to) {
        return scenario(
                "blue-green",
                null,
                from,
                Plan.blueGreen(API, to),
                new NoFailedRequests(),
                new ReadyAsPromised(API),
                new SwitchedAtOnce(API, from, to));
    }

    private static Scenario canary(Version from, Version to) {
        return good("canary-good", null, from, Plan.canary(API, to));
    }

    private static List<Scenario> inPlace() {
        var noTime =
                Map.<String, EnvVar>of(
                        "QUARKUS_REST_CLIENT_LEDGER_READ_TIMEOUT", new EnvVar.Literal("soon"));
        var noSecret =
                Map.<String, EnvVar>of(
                        "SLIPWAY_API_TOKEN", new EnvVar.FromSecret("api-token-next", "token"));
        var recreated = Plan.recreate(API, V2);
        var outage = new OutageAsDeclared(recreated.names().getFirst(), OUTAGE);
        var allAtOnce = new PlanStep.Update(new Strategy.RollingUpdate("0", "100%", 0));
        var partitioned =
                Plan.rolling(LEDGER, V2_ERRORS)
                        .by(
                                new PlanStep.Update(new Strategy.RollingUpdate("", "", 1)),
                                new PlanStep.Judge(
                                        new CanaryJudge(),
                                        Plan.PATIENCE,
                                        PlanStep.Judge.Source.PODS),
                                PlanStep.Update.OWN);
        var scenarios = new ArrayList<Scenario>();
        scenarios.addAll(
                aborted(
                        "rolling-abort",
                        Plan.rolling(API, V2),
                        1,
                        HALF_WAY,
                        new Aborted(API, FIRST, V2, ROLLED_BACK)));
        scenarios.addAll(halfWay("rolling-statefulset-abort", LEDGER));
        scenarios.addAll(halfWay("rolling-daemonset-abort", AGENT));
        scenarios.addAll(unstartable("config-change", noTime));
        scenarios.addAll(unstartable("secret-change", noSecret));
        scenarios.addAll(
                List.of(
                        rolling(FIRST, V2),
                        rolling("rolling-sabotaged", failing("rolling"), V1_DRAINLESS, V2, LOAD),
                        rollingReads(FIRST, V2),
                        rolling(
                                "rolling-reads-sabotaged",
                                failing("rolling-reads"),
                                V1_DRAINLESS,
                                V2,
                                READS.at(MANY)),
                        scenario(
                                "rolling-statefulset",
                                null,
                                FIRST,
                                Plan.rolling(LEDGER, V2),
                                new RolledOut(Plan.rolling(LEDGER, V2)),
                                new NoFailedRequests(),
                                new ReadyAsPromised(LEDGER)),
                        scenario(
                                "rolling-statefulset-sabotaged",
                                failing("rolling-statefulset"),
                                FIRST,
                                Plan.rolling(LEDGER, V2_LYING),
                                new NoFailedRequests(),
                                new ReadyAsPromised(LEDGER)),
                        judgedByPods("canary-statefulset", null, partitioned),
                        judgedByPods(
                                "canary-statefulset-sabotaged",
                                new Twin(
                                        "canary-statefulset",
                                        new HeldBack(LEDGER, FIRST, V2_ERRORS).claim()),
                                partitioned.blind()),
                        scenario(
                                "rollback-statefulset",
                                null,
                                FIRST,
                                Plan.rolling(LEDGER, V2_CRASHLOOP).within(STARTED),
                                new Restored(LEDGER, FIRST),
                                new NoFailedRequests(),
                                new ReadyAsPromised(LEDGER)),
                        scenario(
                                "rollback-statefulset-sabotaged",
                                new Twin(
                                        "rollback-statefulset",
                                        new Restored(LEDGER, FIRST).claim()),
                                FIRST,
                                LEDGER,
                                new LeftHalfWay(LEDGER, V2_CRASHLOOP, STARTED),
                                LOAD,
                                new Restored(LEDGER, FIRST),
                                new NoFailedRequests(),
                                new ReadyAsPromised(LEDGER)),
                        scenario(
                                "rolling-daemonset",
                                null,
                                FIRST,
                                Plan.rolling(AGENT, V2),
                                new RolledOut(Plan.rolling(AGENT, V2)),
                                new NoFailedRequests(),
                                new ReadyAsPromised(AGENT)),
                        scenario(
                                "rolling-daemonset-sabotaged",
                                new Twin("rolling-daemonset", new ReadyAsPromised(AGENT).claim()),
                                FIRST,
                                Plan.rolling(AGENT, V2).by(allAtOnce),
                                new NoFailedRequests(),
                                new ReadyAsPromised(AGENT)),
                        scenario(
                                "recreate",
                                null,
                                FIRST,
                                recreated,
                                outage,
                                new VersionsOnlyForward(
                                        API, FIRST, V2, recreated.names().getFirst())),
                        scenario(
                                "recreate-sabotaged",
                                new Twin("recreate", outage.claim()),
                                FIRST,
                                Plan.recreate(API, V2_LYING),
                                outage,
                                new VersionsOnlyForward(
                                        API, FIRST, V2_LYING, recreated.names().getFirst()))));
        return scenarios;
    }

    /// Settings with which no pod starts, and the twin, in which all pods get them at once.
    private static List<Scenario> unstartable(String name, Map<String, EnvVar> settings) {
        return List.of(
                changed(name, null, Plan.rolling(API, FIRST).setting(settings)),
                changed(
                        name + "-sabotaged",
                        unready(name),
                        Plan.recreate(API, FIRST).setting(settings)));
    }

    private static Scenario changed(String name, @Nullable Twin twin, Plan plan) {
        return scenario(
                name,
                twin,
                FIRST,
                plan.within(STARTED),
                new Restored(API, FIRST),
                new NoFailedRequests(),
                new ReadyAsPromised(API));
    }

    private static List<Scenario> blueGreen() {
        var unmet = new NeverMet(API, V2_LYING);
        var scenarios = new ArrayList<Scenario>();
        scenarios.addAll(bad("blue-green-back", Plan.blueGreen(API, V2_SLOW)));
        scenarios.addAll(
                aborted(
                        "blue-green-abort",
                        Plan.blueGreen(API, V2),
                        4,
                        ANSWERING,
                        new Aborted(API, FIRST, V2)));
        scenarios.addAll(
                List.of(
                        blueGreen(FIRST, V2),
                        scenario(
                                "blue-green-sabotaged",
                                failing("blue-green"),
                                FIRST,
                                Plan.blueGreen(API, V2_LYING).blind(),
                                new NoFailedRequests(),
                                new ReadyAsPromised(API),
                                new SwitchedAtOnce(API, FIRST, V2_LYING)),
                        unfit("blue-green-lying", null, Plan.blueGreen(API, V2_LYING)),
                        unfit(
                                "blue-green-lying-sabotaged",
                                new Twin("blue-green-lying", unmet.claim()),
                                Plan.blueGreen(API, V2_LYING).blind())));
        return scenarios;
    }

    private static List<Scenario> canaries() {
        var scenarios = new ArrayList<Scenario>();
        scenarios.add(canary(FIRST, V2));
        scenarios.add(
                good(
                        "canary-good-sabotaged",
                        failing("canary-good"),
                        FIRST,
                        Plan.canary(API, V2_ERRORS).blind()));
        scenarios.addAll(bad("canary-errors", Plan.canary(API, V2_ERRORS)));
        scenarios.addAll(bad("canary-slow", Plan.canary(API, V2_SLOW)));
        scenarios.addAll(bad("canary-wrong-answers", Plan.canary(API, V2_WRONG)));
        scenarios.addAll(bad("canary-leak", patient(V2_LEAK)));
        // Its clients wait for seconds before anybody can know, and each one who does will fail.
        scenarios.addAll(
                bad(
                        "canary-hang",
                        patient(V2_HANG),
                        new Withdrawn(API, V2_HANG, Duration.ofSeconds(3), 0.1)));
        scenarios.add(
                unfit("canary-crashloop", null, Plan.canary(API, V2_CRASHLOOP).within(STARTED)));
        scenarios.add(
                unfit(
                        "canary-crashloop-sabotaged",
                        unready("canary-crashloop"),
                        Plan.recreate(API, V2_CRASHLOOP).within(STARTED)));
        scenarios.add(
                unfit(
                        "canary-bad-image",
                        null,
                        Plan.canary(API, Scenarios.UNPUBLISHED).within(STARTED)));
        scenarios.add(
                unfit(
                        "canary-bad-image-sabotaged",
                        unready("canary-bad-image"),
                        Plan.recreate(API, Scenarios.UNPUBLISHED).within(STARTED)));
        scenarios.addAll(
                aborted(
                        "canary-abort",
                        Plan.canary(API, V2),
                        3,
                        ANSWERING,
                        new Aborted(API, FIRST, V2)));
        scenarios.add(thin("canary-thin-traffic", null, Plan.canary(API, V2)));
        scenarios.add(
                thin(
                        "canary-thin-traffic-sabotaged",
                        new Twin("canary-thin-traffic", new LeftOpen(API, V2).claim()),
                        Plan.canary(API, V2).blind()));
        return scenarios;
    }

    private static Scenario good(String name, @Nullable Twin twin, Version from, Plan plan) {
        return scenario(
                name,
                twin,
                from,
                plan,
                new NoFailedRequests(),
                new ReadyAsPromised(API),
                new Promoted(API, plan.next()));
    }

    /// Half of the clients, for as long as it takes to ask a version 400 times: some bugs take
    /// their time.
    private static Plan patient(Version to) {
        var judge = new CanaryJudge(400, 0.0001, 50, Duration.ofMillis(50), 0.75);
        return Plan.canary(API, to)
                .by(
                        new PlanStep.Bring("1"),
                        new PlanStep.Share(50),
                        new PlanStep.Judge(judge, Duration.ofMinutes(1)),
                        new PlanStep.Promote());
    }

    /// A version that must not reach all clients, and its twin, in which nobody looks. Most clients
    /// read: some bugs are in what is read alone.
    private static List<Scenario> bad(String name, Plan plan) {
        return bad(name, plan, new Withdrawn(API, plan.next()));
    }

    private static List<Scenario> bad(String name, Plan plan, Withdrawn withdrawn) {
        return List.of(
                scenario(
                        name,
                        null,
                        FIRST,
                        plan,
                        READS,
                        withdrawn,
                        new ReadyAsPromised(API),
                        new Restored(API, FIRST)),
                scenario(
                        name + "-sabotaged",
                        new Twin(name, withdrawn.claim()),
                        FIRST,
                        plan.blind(),
                        READS,
                        withdrawn,
                        new ReadyAsPromised(API),
                        new Restored(API, FIRST)));
    }

    /// By who asks, and what, in place of by chance.
    private static List<Scenario> byRoute() {
        var judge = new PlanStep.Judge(new CanaryJudge(), Plan.PATIENCE);
        var bring = new PlanStep.Bring("1");
        var match = new PlanStep.Match(GROUP);
        var promote = new PlanStep.Promote();
        var heard = new PlanStep.Pause(Route.PROPAGATION);
        var test = plan("A/B test", V2, bring, match, heard, judge, promote);
        var leaking = test.by(bring, match, new PlanStep.Share(30), heard, judge, promote);
        var answered = new AnsweredByGroup(API, FIRST, V2, GROUP);
        var byPods =
                new PlanStep.Judge(new CanaryJudge(), Plan.PATIENCE, PlanStep.Judge.Source.PODS);
        var shadow =
                plan("shadow rollout", V2_ERRORS, bring, new PlanStep.Mirror(), byPods, promote);
        return List.of(
                tested("ab-header", null, test, answered),
                tested(
                        "ab-header-sabotaged",
                        new Twin("ab-header", answered.claim()),
                        leaking,
                        answered),
                unfit("shadow", null, shadow),
                unfit(
                        "shadow-sabotaged",
                        new Twin("shadow", new NeverMet(API, V2_ERRORS).claim()),
                        shadow.blind()));
    }

    /// Schema, ledger and api, in this order: ledger's next version migrates as it starts. In the
    /// twin api comes first, and would meet a schema that it does not know.
    private static List<Scenario> ofThree() {
        var ledger = Plan.rolling(LEDGER, V2_SCHEMA);
        var api = Plan.canary(API, V2);
        var order = new OneAfterTheOther(List.of(ledger, api));
        return List.of(
                ofThree("rollout-of-three", null, order, ledger, api),
                ofThree(
                        "rollout-of-three-sabotaged",
                        new Twin("rollout-of-three", order.claim()),
                        order,
                        api,
                        ledger));
    }

    private static Scenario ofThree(
            String name, @Nullable Twin twin, OneAfterTheOther order, Plan first, Plan second) {
        return scenario(
                name,
                twin,
                FIRST,
                API,
                new RolloutInOrder(API, List.of(first, second)),
                LOAD,
                order,
                new RolledOut(first),
                new RolledOut(second),
                new Migrated(LEDGER, SCHEMA),
                new NoFailedRequests(),
                new ReadyAsPromised(LEDGER),
                new ReadyAsPromised(API));
    }

    /// An autoscaler that wants one more replica in the middle of a canary, for whose pods two
    /// cores have room, and whose CPU it never reaches.
    private static List<Scenario> autoscaled() {
        var autoscaler = new Autoscaler(5, 6, 900);
        var scaled = new ScaledByOne(API, autoscaler);
        return List.of(
                autoscaled("canary-autoscaled", null, autoscaler, scaled),
                autoscaled(
                        "canary-autoscaled-sabotaged",
                        new Twin("canary-autoscaled", scaled.claim()),
                        autoscaler,
                        scaled));
    }

    private static Scenario autoscaled(
            String name, @Nullable Twin twin, Autoscaler autoscaler, ScaledByOne scaled) {
        int judging = 3;
        return scenario(
                name,
                twin,
                FIRST,
                API,
                new Autoscaling(
                        new Rollout(Plan.canary(API, V2)), autoscaler, judging, twin != null),
                LOAD,
                scaled,
                new NoFailedRequests(),
                new Promoted(API, V2));
    }

    /// Clients sent to and fro: 20 changes of weight, and 50 switches.
    private static List<Scenario> manyChanges() {
        var all = new PlanStep.Bring("100%");
        // Until the gateway has heard of it, and as long again.
        var pause = new PlanStep.Pause(Route.PROPAGATION.multipliedBy(2));
        var weights = new ArrayList<PlanStep>(List.of(all));
        for (int percent = 10; percent <= 100; percent += 10) {
            weights.addAll(List.of(new PlanStep.Share(percent), pause));
        }
        for (int percent = 90; percent >= 0; percent -= 10) {
            weights.addAll(List.of(new PlanStep.Share(percent), pause));
        }
        weights.add(new PlanStep.Promote());
        var switches = new ArrayList<PlanStep>(List.of(all));
        for (int i = 0; i < 25; i++) {
            switches.addAll(List.of(new PlanStep.Share(100), pause, new PlanStep.Share(0), pause));
        }
        switches.add(new PlanStep.Promote());
        var scenarios = new ArrayList<Scenario>();
        scenarios.addAll(shared("weight-changes", "rollout by 20 weights", weights));
        scenarios.addAll(shared("switches", "rollout with 50 switches", switches));
        return scenarios;
    }

    private static List<Scenario> shared(String name, String strategy, List<PlanStep> steps) {
        return List.of(
                shared(name, null, new Plan(strategy, API, V2, steps, Plan.USUAL)),
                shared(
                        name + "-sabotaged",
                        failing(name),
                        new Plan(strategy, API, V2_ERRORS, steps, Plan.USUAL)));
    }

    private static Scenario shared(String name, @Nullable Twin twin, Plan plan) {
        return scenario(
                name,
                twin,
                FIRST,
                plan,
                new NoFailedRequests(),
                new ReadyAsPromised(API),
                new SharedAsAsked(plan),
                new Promoted(API, plan.next()));
    }

    private static Plan plan(String strategy, Version to, PlanStep... steps) {
        return new Plan(strategy, API, to, List.of(steps), Plan.USUAL);
    }

    private static Scenario tested(
            String name, @Nullable Twin twin, Plan plan, AnsweredByGroup answered) {
        return scenario(
                name,
                twin,
                FIRST,
                plan,
                LOAD.marking(GROUP, MARKED),
                answered,
                new NoFailedRequests(),
                new ReadyAsPromised(API),
                new Promoted(API, plan.next()));
    }

    /// A version of which no client can tell whether it has answered.
    private static Scenario judgedByPods(String name, @Nullable Twin twin, Plan plan) {
        return scenario(
                name,
                twin,
                FIRST,
                plan,
                new HeldBack(plan.workload(), FIRST, plan.next()),
                new ReadyAsPromised(plan.workload()),
                new Restored(plan.workload(), FIRST));
    }

    /// A version that no client must meet.
    private static Scenario unfit(String name, @Nullable Twin twin, Plan plan) {
        return scenario(
                name,
                twin,
                FIRST,
                plan,
                new NeverMet(API, plan.next()),
                new NoFailedRequests(),
                new ReadyAsPromised(API),
                new Restored(API, FIRST));
    }

    /// A version that is fit for clients, and that somebody does not want all the same; in the twin
    /// somebody asks to go on.
    ///
    /// @param step in which somebody asks
    /// @param after how long after its first pod is ready
    private static List<Scenario> aborted(
            String name, Plan plan, int step, Duration after, Aborted aborted) {
        return asked(
                name,
                plan,
                step,
                after,
                aborted,
                new NoFailedRequests(),
                new ReadyAsPromised(API),
                new Restored(API, FIRST));
    }

    /// As [#aborted], of a workload whose versions no client tells apart: by its pods.
    private static List<Scenario> halfWay(String name, Workload workload) {
        return asked(
                name,
                Plan.rolling(workload, V2),
                1,
                Duration.ofSeconds(1),
                new Restored(workload, FIRST),
                new NoFailedRequests(),
                new ReadyAsPromised(workload));
    }

    /// @param claims the first of them is what the twin breaks
    private static List<Scenario> asked(
            String name, Plan plan, int step, Duration after, Checker... claims) {
        var twin = new Twin(name, claims[0].claim());
        var rollout = new Rollout(plan);
        return List.of(
                scenario(
                        name,
                        null,
                        FIRST,
                        plan.workload(),
                        new Asking(rollout, Wish.ABORT, step, after),
                        LOAD,
                        claims),
                scenario(
                        name + "-sabotaged",
                        twin,
                        FIRST,
                        plan.workload(),
                        new Asking(rollout, Wish.RESUME, step, after),
                        LOAD,
                        claims));
    }

    /// A version of which too few clients can say anything.
    private static Scenario thin(String name, @Nullable Twin twin, Plan plan) {
        return scenario(
                name,
                twin,
                FIRST,
                plan,
                OpenLoad.constant(THIN_PER_SECOND).lasting(Duration.ofSeconds(60)),
                new LeftOpen(API, plan.next()),
                new ReadyAsPromised(API),
                new Restored(API, FIRST));
    }

    /// What most sabotage does.
    private static Twin failing(String of) {
        return new Twin(of, new NoFailedRequests().claim());
    }

    /// Of a sabotage that takes every pod of api away. Clients fail as well, by the thousand, which
    /// may keep the client from its time and its word from counting.
    private static Twin unready(String of) {
        return new Twin(of, new ReadyAsPromised(API).claim());
    }

    /// The claims of every scenario: those of the money, and of the harness.
    static List<Checker> everybodys() {
        return List.of(
                new NoLostTransfers(),
                new MoneyConserved(),
                new Reconciled(),
                new ClientOnTime(),
                new NothingLeft());
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
        boolean stays = twin == null && claims.stream().anyMatch(Restored.class::isInstance);
        claims.addAll(everybodys());
        return new Scenario(
                name,
                "rollout",
                twin,
                subject,
                from,
                load,
                BEFORE,
                BEFORE,
                stays ? STAYING : BEFORE,
                disturbance,
                SETTLE,
                claims,
                42);
    }
}

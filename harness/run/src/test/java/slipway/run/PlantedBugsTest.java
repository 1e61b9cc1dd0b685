package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.Board;
import slipway.core.Checker;
import slipway.core.Cluster;
import slipway.core.Disturbance;
import slipway.core.Event;
import slipway.core.Image;
import slipway.core.Recorder;
import slipway.core.Replicas;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Strategy;
import slipway.core.Undo;
import slipway.core.UpdateSpec;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.NoFailedRequests;
import slipway.rollout.Aborted;
import slipway.rollout.CanaryJudge;
import slipway.rollout.LeftOpen;
import slipway.rollout.NeverMet;
import slipway.rollout.Plan;
import slipway.rollout.PlanStep;
import slipway.rollout.Promoted;
import slipway.rollout.Restored;
import slipway.rollout.RolledOut;
import slipway.rollout.Rollout;
import slipway.rollout.SharedAsAsked;
import slipway.rollout.SwitchedAtOnce;
import slipway.rollout.VersionsOnlyForward;
import slipway.rollout.Withdrawn;

/// Bugs that the conductor of a rollout could have, planted one at a time into an honest scenario:
/// each is seen by the claim that is about it.
///
/// The conductor is the real one. It acts by the ports of its [Stage] alone, so that a call which
/// is lost there is the same to everybody else as one that it forgets. Those who run it, observe it
/// and sweep after it have the true ports.
class PlantedBugsTest {
    private static final Workload API = Workload.deployment("api");
    private static final Duration HOLD = Duration.ofHours(1);

    /// Lets all old pods go, whatever the new ones are up to.
    private static final Strategy ALL_AT_ONCE = new Strategy.RollingUpdate("0", "100%", 0);

    /// No bug is left to chance; some other weather, to be sure.
    private static final int SEEDS = 3;

    /// @param scenario the honest scenario into which it is planted
    /// @param conductor makes the flawed conductor of the scenario's own
    /// @param seenBy the claim that is about it
    record Planted(
            String bug,
            String scenario,
            Function<Disturbance, Disturbance> conductor,
            Class<? extends Checker> seenBy) {
        @Override
        public String toString() {
            return bug;
        }
    }

    static List<Planted> bugs() {
        return List.of(
                new Planted(
                        "skips the judge", "canary-errors", planning(Plan::blind), Withdrawn.class),
                new Planted(
                        "promotes on next to no data",
                        "canary-thin-traffic",
                        planning(PlantedBugsTest::credulous),
                        LeftOpen.class),
                new Planted(
                        "forgets to take back",
                        "canary-errors",
                        forgetting(Rollout.takingBack(API), Call.values()),
                        Withdrawn.class),
                new Planted(
                        "takes the pods back, and leaves the clients' shares",
                        "canary-abort",
                        forgetting(Rollout.aborting(API), Call.ROUTE, Call.UNROUTE),
                        NoFailedRequests.class),
                new Planted(
                        "ignores an abort",
                        "canary-abort",
                        acting(PlantedBugsTest::deaf),
                        Aborted.class),
                new Planted(
                        "lets clients meet the first pods, which nobody has looked at",
                        "blue-green-lying",
                        forgetting("keep clients with the version before", Call.ROUTE),
                        NeverMet.class),
                // The gateway refuses, and a good version gets the blame.
                new Planted(
                        "sends clients to pods without waiting for them",
                        "canary-good",
                        forgetting("bring up 1 of v2 and a baseline", Call.AWAIT),
                        Promoted.class),
                new Planted(
                        "leaves its baseline behind",
                        "canary-abort",
                        forgetting(Rollout.aborting(API), Call.BASELINE),
                        Restored.class),
                new Planted(
                        "switches before the pods are ready, and takes the refusal for done",
                        "blue-green",
                        planning(Plan::blind).andThen(acting(PlantedBugsTest::hasty)),
                        SwitchedAtOnce.class),
                new Planted(
                        "ends the old pods before the new ones are ready",
                        "rolling",
                        acting(PlantedBugsTest::ruthless),
                        NoFailedRequests.class),
                new Planted(
                        "says that it is done when it has only begun",
                        "rolling",
                        forgetting("roll api", Call.AWAIT),
                        VersionsOnlyForward.class),
                new Planted(
                        "says that it is done when it has not even begun",
                        "rolling-statefulset",
                        forgetting("roll ledger", Call.UPDATE, Call.AWAIT),
                        RolledOut.class),
                new Planted(
                        "leaves the Deployment held after the promotion",
                        "canary-good",
                        acting(PlantedBugsTest::holding),
                        Promoted.class),
                new Planted(
                        "takes the share of one version for that of the other",
                        "weight-changes",
                        acting(PlantedBugsTest::confused),
                        SharedAsAsked.class),
                new Planted(
                        "takes the held Deployment for the one of before",
                        "canary-abort",
                        acting(PlantedBugsTest::restoredHeld),
                        NothingLeft.class));
    }

    static List<String> scenarios() {
        return bugs().stream().map(Planted::scenario).distinct().toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    @DisplayName("a bug of the conductor is seen by the claim that is about it")
    void seen(Planted planted) throws Exception {
        var honest = Scenarios.named(planted.scenario());
        var flawed = Simulated.disturbed(honest, planted.conductor().apply(honest.disturbance()));
        var claim =
                honest.checkers().stream()
                        .filter(planted.seenBy()::isInstance)
                        .findFirst()
                        .orElseThrow();
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(claim.judge(Simulated.play(flawed.seeded(seed))))
                    .as("%s, seed %d, of a conductor that %s", honest.name(), seed, planted)
                    .isInstanceOf(Verdict.Violated.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @DisplayName("ports that lose nothing change nothing: it is the bug that is seen")
    void control(String name) throws Exception {
        var honest = Scenarios.named(name);
        var lossless = forgetting("no step of anybody", Call.values());
        var same = Simulated.disturbed(honest, lossless.apply(honest.disturbance()));
        var history = Simulated.play(same);
        assertThat(history.events()).isEqualTo(Simulated.play(honest).events());
        assertThat(Judge.judge(honest.checkers(), history))
                .allMatch(Verdict.Holds.class::isInstance);
    }

    static List<UnaryOperator<Stage>> breaks() {
        return List.of(PlantedBugsTest::unheard, PlantedBugsTest::unroutable);
    }

    @ParameterizedTest
    @MethodSource("breaks")
    @DisplayName("a harness that breaks ends the run, and is no verdict on the version")
    void broken(UnaryOperator<Stage> breaking) {
        var honest = Scenarios.named("canary-good");
        var broken = Simulated.disturbed(honest, acting(breaking).apply(honest.disturbance()));
        assertThatThrownBy(() -> Simulated.play(broken))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("as planted");
    }

    private static Stage unheard(Stage stage) {
        return on(
                stage,
                new ForwardingCluster(stage.cluster()) {
                    @Override
                    public void await(
                            Workload workload,
                            String expectation,
                            Predicate<Replicas> met,
                            Duration within)
                            throws InterruptedException {
                        if (expectation.startsWith("ready beside")) {
                            throw new RunFailed("the watch broke, as planted");
                        }
                        super.await(workload, expectation, met, within);
                    }
                });
    }

    /// Its pods are ready when clients are to be shared out.
    private static Stage unroutable(Stage stage) {
        return on(
                stage,
                new ForwardingCluster(stage.cluster()) {
                    @Override
                    public void route(Workload workload, Route route) throws InterruptedException {
                        if (route.weights().size() > 1) {
                            throw new RunFailed("the API server refuses, as planted");
                        }
                        super.route(workload, route);
                    }
                });
    }

    private static Stage confused(Stage stage) {
        return on(
                stage,
                new ForwardingCluster(stage.cluster()) {
                    @Override
                    public void route(Workload workload, Route route) throws InterruptedException {
                        var weights = new TreeMap<>(route.weights());
                        if (weights.size() == 2) {
                            weights.replaceAll((_, share) -> 100 - share);
                        }
                        super.route(workload, new Route(weights, route.groups(), route.mirror()));
                    }
                });
    }

    /// The same conductor by another plan.
    private static Function<Disturbance, Disturbance> planning(UnaryOperator<Plan> bug) {
        return conductor -> new Rollout(bug.apply(((Rollout) conductor).plan()));
    }

    /// The same conductor by other ports.
    private static Function<Disturbance, Disturbance> acting(UnaryOperator<Stage> bug) {
        return conductor -> new Misled(conductor, bug);
    }

    private record Misled(Disturbance conductor, UnaryOperator<Stage> bug) implements Disturbance {
        @Override
        public String description() {
            return conductor.description();
        }

        @Override
        public Optional<Version> brings() {
            return conductor.brings();
        }

        @Override
        public void disturb(Stage stage) throws InterruptedException {
            conductor.disturb(bug.apply(stage));
        }
    }

    /// What a conductor can forget to ask of the cluster.
    private enum Call {
        UPDATE,
        BASELINE,
        ROUTE,
        UNROUTE,
        AWAIT
    }

    /// The same conductor, which forgets these calls while that step is under way.
    private static Function<Disturbance, Disturbance> forgetting(String step, Call... calls) {
        var forgotten = Set.of(calls);
        return acting(
                stage -> {
                    var underWay = new AtomicBoolean();
                    Recorder recorder =
                            event -> {
                                if (event instanceof Event.StepBegan began
                                        && began.step().equals(step)) {
                                    underWay.set(true);
                                } else if (event instanceof Event.StepEnded ended
                                        && ended.step().equals(step)) {
                                    underWay.set(false);
                                }
                                stage.recorder().record(event);
                            };
                    var cluster =
                            new ForgetfulCluster(
                                    stage.cluster(),
                                    call -> underWay.get() && forgotten.contains(call));
                    return with(stage, cluster, recorder, stage.undo());
                });
    }

    private static final class ForgetfulCluster extends ForwardingCluster {
        private final Predicate<Call> forgotten;

        ForgetfulCluster(Cluster cluster, Predicate<Call> forgotten) {
            super(cluster);
            this.forgotten = forgotten;
        }

        @Override
        public void update(Workload workload, UpdateSpec spec) {
            if (!forgotten.test(Call.UPDATE)) {
                super.update(workload, spec);
            }
        }

        @Override
        public void baseline(Workload workload, Image image, int pods) throws InterruptedException {
            if (!forgotten.test(Call.BASELINE)) {
                super.baseline(workload, image, pods);
            }
        }

        @Override
        public void route(Workload workload, Route route) throws InterruptedException {
            if (!forgotten.test(Call.ROUTE)) {
                super.route(workload, route);
            }
        }

        @Override
        public void unroute(Workload workload) throws InterruptedException {
            if (!forgotten.test(Call.UNROUTE)) {
                super.unroute(workload);
            }
        }

        @Override
        public void await(
                Workload workload, String expectation, Predicate<Replicas> met, Duration within)
                throws InterruptedException {
            if (!forgotten.test(Call.AWAIT)) {
                super.await(workload, expectation, met, within);
            }
        }
    }

    /// By a judge to whom one answer is a sample.
    private static Plan credulous(Plan plan) {
        PlanStep judge =
                new PlanStep.Judge(
                        new CanaryJudge(1, 0.0001, 0, Duration.ofMillis(50), 0.75), Plan.PATIENCE);
        return plan.by(
                plan.steps().stream()
                        .map(step -> step instanceof PlanStep.Judge ? judge : step)
                        .toArray(PlanStep[]::new));
    }

    private static Stage deaf(Stage stage) {
        return on(
                stage,
                new ForwardingCluster(stage.cluster()) {
                    @Override
                    public Board board(Workload workload) {
                        return new WishlessBoard(super.board(workload));
                    }
                });
    }

    /// Shows nobody what is wished, and takes down what is.
    private record WishlessBoard(Board board) implements Board {
        @Override
        public Map<String, String> read() {
            var entries = new TreeMap<>(board.read());
            entries.remove("wish");
            return entries;
        }

        @Override
        public boolean putUp(Map<String, String> entries) {
            return board.putUp(entries);
        }

        @Override
        public boolean write(Map<String, String> says, Map<String, String> entries) {
            return board.write(says, entries);
        }

        @Override
        public boolean takeDown(Map<String, String> says) {
            return board.takeDown(says);
        }
    }

    private static Stage hasty(Stage stage) {
        return on(
                stage,
                new ForwardingCluster(stage.cluster()) {
                    @Override
                    public void await(
                            Workload workload,
                            String expectation,
                            Predicate<Replicas> met,
                            Duration within)
                            throws InterruptedException {
                        if (!expectation.startsWith("ready beside")) {
                            super.await(workload, expectation, met, within);
                        }
                    }

                    @Override
                    public void route(Workload workload, Route route) throws InterruptedException {
                        try {
                            super.route(workload, route);
                        } catch (RunFailed _) {
                            // Taken for done: that is the bug.
                        }
                    }
                });
    }

    private static Stage ruthless(Stage stage) {
        return on(
                stage,
                new ForwardingCluster(stage.cluster()) {
                    @Override
                    public void update(Workload workload, UpdateSpec spec) {
                        super.update(workload, spec.by(ALL_AT_ONCE));
                    }
                });
    }

    /// Promotes without letting go of the hold, and is content when the old pods are gone.
    private static Stage holding(Stage stage) {
        return on(
                stage,
                new ForwardingCluster(stage.cluster()) {
                    @Override
                    public void update(Workload workload, UpdateSpec spec) {
                        boolean held = spec.minReadySeconds() >= HOLD.toSeconds();
                        super.update(workload, held ? spec : spec.by(ALL_AT_ONCE).holding(HOLD));
                    }

                    @Override
                    public void await(
                            Workload workload,
                            String expectation,
                            Predicate<Replicas> met,
                            Duration within)
                            throws InterruptedException {
                        super.await(
                                workload,
                                expectation,
                                expectation.endsWith("alone")
                                        ? replicas -> replicas.existing().size() == 1
                                        : met,
                                within);
                    }
                });
    }

    private static Stage restoredHeld(Stage stage) {
        return undoing(
                stage,
                undo ->
                        stage.undo()
                                .accept(
                                        undo instanceof Undo.RestoreRoute(var workload, var spec)
                                                ? new Undo.RestoreRoute(
                                                        workload, spec.holding(HOLD))
                                                : undo));
    }

    private static Stage on(Stage stage, Cluster cluster) {
        return with(stage, cluster, stage.recorder(), stage.undo());
    }

    private static Stage undoing(Stage stage, Consumer<Undo> undo) {
        return with(stage, stage.cluster(), stage.recorder(), undo);
    }

    private static Stage with(
            Stage stage, Cluster cluster, Recorder recorder, Consumer<Undo> undo) {
        return new Stage(
                stage.run(),
                cluster,
                stage.service(),
                recorder,
                stage.clients(),
                stage.clock(),
                stage.images(),
                undo,
                stage.dice());
    }
}

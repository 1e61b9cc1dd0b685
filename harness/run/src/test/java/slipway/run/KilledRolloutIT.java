package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.Clients;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Recorder;
import slipway.core.Stage;
import slipway.core.Verdict;
import slipway.core.Workload;
import slipway.loadtest.NoFailedRequests;
import slipway.loadtest.OpenLoad;
import slipway.rollout.Plan;
import slipway.rollout.RolloutBoard;

/// `kill -9` of the harness at points of chance in the middle of rollouts: the next command puts
/// everything back, and clients notice neither. The load is this JVM's, which nobody kills.
///
/// `-Dslipway.kills=N` has other than three points, `-Dslipway.seed=N` others.
@ExtendWith(RealCluster.class)
@EnabledIfSystemProperty(
        named = "slipway.all",
        matches = "true",
        disabledReason = "it takes minutes a point; ./mvnw verify -Pall runs it")
class KilledRolloutIT {
    private static final int KILLS = Integer.getInteger("slipway.kills", 3);
    private static final long SEED = Long.getLong("slipway.seed", 42);

    /// The last declares an outage; of the others no request may fail.
    private static final List<String> SCENARIOS =
            List.of(
                    "rolling",
                    "blue-green",
                    "canary-good",
                    "rolling-statefulset",
                    "ab-header",
                    "rolling-daemonset",
                    "shadow",
                    "recreate");

    private static final String OUTAGE = "recreate";

    /// Into a step.
    private static final Duration STEP = Duration.ofSeconds(3);

    /// After the rollout: its load ends after 10 s, the run settles for 5 s, and then rolls back
    /// for half a minute.
    private static final Duration SWEEP = Duration.ofSeconds(30);

    /// With images to be built before.
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /// Small enough for two busy cores, and an outage of a second is ten requests.
    private static final OpenLoad LOAD =
            OpenLoad.constant(10).onSlowLines(0.15).lasting(Duration.ofSeconds(1));

    @TempDir private Path folder = Path.of("");

    /// When to kill, and what then puts back.
    ///
    /// @param step the number of the step that has begun, from 1; 0 before the first
    /// @param swept whether the rollout has come to its end already
    /// @param after how long after that
    /// @param mend the command that comes next
    record Point(String scenario, int step, boolean swept, Duration after, String mend) {
        Workload workload() {
            return plan(scenario).workload();
        }

        boolean reached(RolloutBoard.State state) {
            return swept ? !state.outcome().isEmpty() : state.step() >= step;
        }

        @Override
        public String toString() {
            return "%s, %d ms into %s, then ./slipway %s"
                    .formatted(
                            scenario, after.toMillis(), swept ? "its end" : "step " + step, mend);
        }
    }

    static Stream<Point> points() {
        var dice = new SplittableRandom(SEED);
        return IntStream.range(0, KILLS).mapToObj(number -> point(number, dice));
    }

    /// Scenarios in turn, and commands in turn for each of them.
    private static Point point(int number, RandomGenerator dice) {
        var scenario = SCENARIOS.get(number % SCENARIOS.size());
        int steps = plan(scenario).steps().size();
        int step = dice.nextInt(steps + 2);
        boolean swept = step > steps;
        var within = swept ? SWEEP : STEP;
        boolean even = (number + number / SCENARIOS.size()) % 2 == 0;
        return new Point(
                scenario,
                step,
                swept,
                Duration.ofMillis(dice.nextLong(within.toMillis() + 1)),
                even ? "rollout abort " + plan(scenario).workload().name() : "up");
    }

    private static Plan plan(String scenario) {
        return Scenarios.plans(Scenarios.named(scenario)).getFirst();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("points")
    @DisplayName("whenever a rollout is killed, the next command restores, and no request fails")
    void killed(Point point, Berth berth) throws Exception {
        try (var venue = berth.venue()) {
            var before = venue.inventory();
            var workload = point.workload();
            var spec = venue.cluster().updateSpec(workload);
            var clock = new WallClock();
            var events = Collections.synchronizedList(new ArrayList<Event>());
            var stage = stage(venue, clock, events::add);
            var over = new AtomicBoolean();
            var load = clock.start("load", () -> LOAD.offer(stage, 0, () -> !over.get()));
            try {
                killAndMend(point, venue.cluster());
            } finally {
                over.set(true);
                load.join();
            }
            assertThat(venue.cluster().board(workload).read()).isEmpty();
            assertThat(venue.cluster().updateSpec(workload)).isEqualTo(spec);
            var swept = before.sweep(clock.now());
            assertThat(swept.remainder()).isEmpty();
            assertThat(swept.unseen()).isEmpty();
            if (!point.scenario().equals(OUTAGE)) {
                assertThat(new NoFailedRequests(1).check(new History(List.copyOf(events))))
                        .isInstanceOf(Verdict.Holds.class);
            }
        }
    }

    private void killAndMend(Point point, Cluster cluster) throws Exception {
        var run = Launcher.start(folder.resolve("run.err"), "run", point.scenario());
        try {
            await(point, cluster, run);
            Thread.sleep(point.after());
            assertThat(run.isAlive()).as("the run is under way").isTrue();
        } finally {
            run.destroyForcibly().waitFor();
        }
        var mended = Launcher.slipway(point.mend().split(" "));
        assertThat(mended.code()).as(mended.out()).isZero();
    }

    private static void await(Point point, Cluster cluster, Process meanwhile)
            throws InterruptedException {
        var board = new RolloutBoard(cluster.board(point.workload()));
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (board.read().filter(point::reached).isEmpty()) {
            assertThat(meanwhile.isAlive()).as("the run is under way").isTrue();
            assertThat(System.nanoTime()).as("by its deadline").isLessThan(end);
            Thread.sleep(250);
        }
    }

    private static Stage stage(Venue venue, Clock clock, Recorder recorder) {
        return new Stage(
                "killed-" + Instant.now().toEpochMilli(),
                venue.cluster(),
                venue.service(),
                recorder,
                Clients.NONE,
                clock,
                venue.images(),
                _ -> {},
                new SplittableRandom(SEED));
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Clock;
import slipway.core.Replicas;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.rollout.Plan;
import slipway.rollout.Rollout;
import slipway.rollout.RolloutBoard;
import slipway.rollout.Seen;
import slipway.rollout.Tenure;
import slipway.rollout.Wish;
import slipway.sim.SimLedger;

/// Somebody watches a rollout from another terminal, on the simulated cluster.
class RolloutWatchTest {
    private static final Workload API = Workload.deployment("api");
    private static final Plan CANARY = Plan.canary(API, new Version("v2"));

    /// Somebody who watches from the time on at which the first step is under way.
    private static class Watched extends SimVenue {
        final List<RolloutNow> pictures = new ArrayList<>();
        final StringWriter said = new StringWriter();

        Watched() {
            super(SimLedger.Flaw.NONE);
        }

        @Override
        public void play(Play play) throws InterruptedException {
            super.play(
                    clock -> {
                        var somebody = clock.start("somebody", () -> watch(clock));
                        try {
                            play.on(clock);
                        } finally {
                            somebody.join();
                        }
                    });
        }

        void watch(Clock clock) throws InterruptedException {
            var board = new RolloutBoard(cluster().board(API));
            while (board.read().map(RolloutBoard.State::step).orElse(0) < 1) {
                clock.sleep(Duration.ofSeconds(1));
            }
            desk(clock).watch(pictures::add);
        }

        RolloutDesk desk(Clock clock) {
            return new RolloutDesk(cluster(), API, clock, new PrintWriter(said, true));
        }

        List<RolloutBoard.State> boards() {
            return pictures.stream().flatMap(now -> now.board().stream()).toList();
        }
    }

    @Test
    @DisplayName("who watches sees every step, shares, pods and what clients saw, and then the end")
    void everyStep() throws Exception {
        var venue = new Watched();
        Simulated.play(
                Simulated.disturbed(Scenarios.named("canary-good"), new Rollout(CANARY)), venue);
        assertThat(venue.boards())
                .anySatisfy(
                        state -> {
                            assertThat(state.shares().values())
                                    .containsExactlyInAnyOrder(50, 25, 25);
                            assertThat(state.seen())
                                    .extracting(Seen::version)
                                    .anyMatch(new Version("v1")::named)
                                    .anyMatch(new Version("v2")::named);
                        })
                .allSatisfy(state -> assertThat(state.steps()).isEqualTo(CANARY.names()));
        assertThat(venue.boards().stream().map(RolloutBoard.State::step).distinct().toList())
                .isSorted()
                .contains(1, CANARY.steps().size());
        assertThat(venue.pictures.getLast())
                .satisfies(
                        last -> {
                            assertThat(last.over()).isTrue();
                            assertThat(last.line()).startsWith("rolled out; ");
                            assertThat(last.lines())
                                    .contains(
                                            "  ■ promote api",
                                            "clients go to all ready pods alike");
                        });
        assertThat(venue.pictures.subList(0, venue.pictures.size() - 1))
                .noneMatch(RolloutNow::over);
    }

    @Test
    @DisplayName(
            "of many steps those around the one under way are shown: a picture fits a terminal")
    void manySteps() throws Exception {
        var venue = new Watched();
        var many = Scenarios.named("weight-changes");
        Simulated.play(many, venue);
        int steps = Scenarios.plans(many).getFirst().steps().size();
        assertThat(venue.pictures)
                .allSatisfy(now -> assertThat(now.lines()).hasSizeLessThan(24))
                .anySatisfy(
                        now -> {
                            int step = now.board().orElseThrow().step();
                            assertThat(step).isBetween(10, steps - 10);
                            assertThat(now.lines())
                                    .anyMatch(line -> line.endsWith("steps before"))
                                    .anyMatch(line -> line.endsWith("steps more"))
                                    .anyMatch(line -> line.startsWith("  ▶ "));
                        });
    }

    @Test
    @DisplayName("watching ends where nobody is at it any more, and says so")
    void abandoned() throws Exception {
        var venue =
                new Watched() {
                    @Override
                    void watch(Clock clock) throws InterruptedException {
                        var killed = new Tenure(cluster().board(API), API, "killed");
                        assertThat(killed.begin("")).isTrue();
                        desk(clock).watch(pictures::add);
                        desk(clock).json();
                    }
                };
        try (venue) {
            venue.stock(Scenarios.named("canary-good"));
            venue.play(_ -> {});
        }
        var last = venue.pictures.getLast();
        assertThat(last.alive()).isFalse();
        assertThat(last.lines().getLast())
                .contains("killed", "nobody is at it", "./slipway rollout abort api");
        assertThat(venue.pictures).hasSizeGreaterThan(10);
        assertThat(venue.said.toString()).contains("\"run\" : \"killed\"", "\"alive\" : false");
    }

    @Test
    @DisplayName("where no rollout is under way there is nothing to wait for")
    void none() throws Exception {
        var venue =
                new Watched() {
                    @Override
                    void watch(Clock clock) throws InterruptedException {
                        desk(clock).watch(pictures::add);
                        desk(clock).status();
                    }
                };
        try (venue) {
            venue.stock(Scenarios.named("canary-good"));
            venue.play(_ -> {});
        }
        assertThat(venue.pictures).hasSize(1);
        assertThat(venue.said.toString())
                .contains(
                        "Deployment api: 4 of 4 pods ready (v1 4 of 4)", "no rollout is under way");
    }

    private static RolloutNow now(int step, Wish wish, int answered) {
        return new RolloutNow(
                API,
                new Replicas(4, 4, 4, 4, Map.of("v1", 4), Map.of("v1", 4, "v2", 1), false),
                Optional.of(
                        new RolloutBoard.State(
                                "canary-good/now",
                                "canary-good/now",
                                List.of(API),
                                String.valueOf(answered),
                                "",
                                "canary of api",
                                List.of("bring up 1 of v2", "judge v2", "promote api"),
                                step,
                                wish,
                                "",
                                Map.of("v1", 100),
                                List.of(new Seen("v1", answered, 1, 9, 31)))),
                true);
    }

    @Test
    @DisplayName("a picture has the steps, the shares, the pods and what clients saw")
    void picture() {
        assertThat(now(2, Wish.PAUSE, 360).lines())
                .containsExactly(
                        "Deployment api: 4 of 4 pods ready (v1 4 of 4, v2 0 of 1)",
                        "canary of api (canary-good/now)",
                        "  ✓ bring up 1 of v2",
                        "  ▶ judge v2",
                        "    promote api",
                        "clients go 100 % to v1",
                        "what they saw in the last 10 s, by the version that answered:",
                        "  v1: 360 answered (p50 9 ms, p99 31 ms), 1 failed",
                        "asked for: pause");
    }

    @Test
    @DisplayName("a log gets a line when the rollout gets on, not whenever clients were answered")
    void told() {
        var lines = new ArrayList<String>();
        var screen = new RolloutScreen.Told(lines::add, RolloutNow::line);
        screen.show(now(1, Wish.RESUME, 100));
        screen.show(now(1, Wish.RESUME, 200));
        screen.show(now(2, Wish.RESUME, 300));
        assertThat(lines)
                .hasSize(2)
                .last()
                .asString()
                .startsWith("step 2 of 3, judge v2; ")
                .contains("v2 0 of 1", "100 % to v1", "v1: 300 answered");
    }

    @Test
    @DisplayName("a terminal gets the picture again in the place of the last, and no line wraps")
    void drawn() {
        var out = new StringWriter();
        var screen = new RolloutScreen.Drawn(new PrintWriter(out), 40);
        screen.show(now(1, Wish.PAUSE, 100));
        assertThat(out.toString()).doesNotContain("\033[9A");
        screen.show(now(2, Wish.RESUME, 200));
        assertThat(out.toString()).contains("\033[9A").endsWith("\033[J");
        assertThat(out.toString().lines())
                .allSatisfy(
                        line ->
                                assertThat(line.replaceAll("\033\\[[0-9]*[A-Z]|\r", ""))
                                        .hasSizeLessThan(40));
    }

    @Test
    @DisplayName("a program gets one object")
    void json() {
        assertThat(Json.compact(now(2, Wish.RESUME, 360).json()))
                .isEqualTo(
                        """
                        {"workload":"api","kind":"Deployment","run":"canary-good/now","alive":true,\
                        "steps":["bring up 1 of v2","judge v2","promote api"],"step":2,\
                        "wish":"resume","outcome":null,"shares":{"v1":100},\
                        "replicas":{"desired":4,"ready":4,"versions":{\
                        "v1":{"ready":4,"existing":4},"v2":{"ready":0,"existing":1}}},\
                        "seen":[{"version":"v1","answered":360,"failed":1,\
                        "p50Millis":9,"p99Millis":31}]}""");
    }
}

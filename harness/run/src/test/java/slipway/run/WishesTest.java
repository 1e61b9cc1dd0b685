package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Disturbance;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Stage;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.rollout.Asking;
import slipway.rollout.CanaryJudge;
import slipway.rollout.Plan;
import slipway.rollout.PlanStep;
import slipway.rollout.Rollout;
import slipway.rollout.RolloutBoard;
import slipway.rollout.Wish;

/// What somebody asks of a rollout that is under way, on the simulated cluster.
class WishesTest {
    private static final Workload API = Workload.deployment("api");
    private static final PlanStep JUDGE =
            new PlanStep.Judge(new CanaryJudge(), Duration.ofSeconds(45));
    private static final Plan CANARY =
            Plan.canary(API, new Version("v2"))
                    .by(
                            new PlanStep.Bring("1", true),
                            new PlanStep.Share(10),
                            JUDGE,
                            new PlanStep.Share(25),
                            JUDGE,
                            new PlanStep.Promote());
    private static final int FIRST_JUDGE = 3;

    private static History play(Disturbance disturbance) throws InterruptedException {
        return Simulated.play(Simulated.disturbed(Scenarios.named("canary-good"), disturbance));
    }

    private static Asking asking(Wish wish) {
        return asking(CANARY, wish, FIRST_JUDGE);
    }

    private static Asking asking(Plan plan, Wish wish, int step) {
        return new Asking(new Rollout(plan), wish, step, Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("who asks to promote waits for no judge, and is not sent through more shares")
    void promote() throws Exception {
        var history = play(asking(Wish.PROMOTE));
        assertThat(history.span("judge v2").orElseThrow())
                .satisfies(s -> assertThat(s.end() - s.begin()).isLessThan(4_000_000_000L));
        assertThat(history.span("send 25 % to v2")).isEmpty();
        assertThat(history.span("promote api")).isPresent();
    }

    @Test
    @DisplayName("who asks to abort gets the version before")
    void abort() throws Exception {
        var history = play(asking(Wish.ABORT));
        assertThat(history.span("abort api")).isPresent();
        assertThat(history.span("promote api")).isEmpty();
        assertThat(history.observations(API).getLast().replicas().existing().keySet())
                .allMatch(new Version("v1")::named);
    }

    /// Asks for a pause in the middle, and two minutes later to go on.
    private record Pausing(Plan plan, int step) implements Disturbance {
        @Override
        public String description() {
            return "a rollout with a pause";
        }

        @Override
        public Optional<Version> brings() {
            return Optional.of(plan.next());
        }

        @Override
        public void disturb(Stage stage) throws InterruptedException {
            var resuming =
                    stage.clock()
                            .start(
                                    "resuming",
                                    () -> {
                                        var board = new RolloutBoard(stage.cluster().board(API));
                                        while (board.read()
                                                .filter(s -> s.wish() == Wish.PAUSE)
                                                .isEmpty()) {
                                            stage.clock().sleep(Duration.ofMillis(250));
                                        }
                                        stage.clock().sleep(Duration.ofMinutes(2));
                                        board.ask(Wish.RESUME);
                                    });
            try {
                asking(plan, Wish.PAUSE, step).disturb(stage);
            } finally {
                resuming.end();
            }
        }
    }

    @Test
    @DisplayName("a pause holds the rollout where it is until somebody ends it")
    void pause() throws Exception {
        var history = play(new Pausing(CANARY, FIRST_JUDGE));
        assertThat(history.span("judge v2").orElseThrow())
                .satisfies(s -> assertThat(s.end() - s.begin()).isGreaterThan(120_000_000_000L));
        assertThat(history.span("promote api")).isPresent();
    }

    @Test
    @DisplayName("a pause of a rolling update keeps all pods as they are, and costs it no time")
    void pauseInPlace() throws Exception {
        var rolling = Plan.rolling(API, new Version("v2")).within(Duration.ofMinutes(2));
        var history = play(new Pausing(rolling, 1));
        var step = history.span("roll api").orElseThrow();
        assertThat(step.end() - step.begin()).isGreaterThan(120_000_000_000L);
        long asked =
                history.events().stream()
                        .filter(e -> e instanceof Event.Noted(_, var t) && t.endsWith("pause"))
                        .mapToLong(Event::at)
                        .findFirst()
                        .orElseThrow();
        // A pod that was on its way is ready, or gone, half a minute later.
        assertThat(history.observations(API))
                .filteredOn(o -> o.at() > asked + 30_000_000_000L)
                .filteredOn(o -> o.at() < asked + 118_000_000_000L)
                .isEmpty();
        assertThat(history.observations(API).getLast().replicas().existing().keySet())
                .allMatch(new Version("v2")::named);
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Disturbance;
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
        return new Asking(new Rollout(CANARY), wish, FIRST_JUDGE, Duration.ofSeconds(2));
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
    private record Pausing() implements Disturbance {
        @Override
        public String description() {
            return "a canary with a pause";
        }

        @Override
        public Optional<Version> brings() {
            return Optional.of(CANARY.next());
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
                asking(Wish.PAUSE).disturb(stage);
            } finally {
                resuming.end();
            }
        }
    }

    @Test
    @DisplayName("a pause holds the rollout where it is until somebody ends it")
    void pause() throws Exception {
        var history = play(new Pausing());
        assertThat(history.span("judge v2").orElseThrow())
                .satisfies(s -> assertThat(s.end() - s.begin()).isGreaterThan(120_000_000_000L));
        assertThat(history.span("promote api")).isPresent();
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Clock;
import slipway.core.Disturbance;
import slipway.core.History;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Version;
import slipway.core.Workload;

/// Who does something beside a rollout, on the simulated cluster.
class MeanwhileTest {
    /// Somebody writes a number of replicas until the rollout is over.
    private static final String MEDDLING = "canary-autoscaled-sabotaged";

    /// What somebody's call to scale comes to, after it was done.
    @FunctionalInterface
    private interface Scaled {
        void on(Clock clock);
    }

    private static final Scaled REFUSED =
            _ -> {
                throw new RunFailed("refused, as planted");
            };

    private record On(Disturbance disturbance, Scaled scaled) implements Disturbance {
        @Override
        public String description() {
            return disturbance.description();
        }

        @Override
        public Optional<Version> brings() {
            return disturbance.brings();
        }

        @Override
        public void disturb(Stage stage) throws InterruptedException {
            var cluster =
                    new ForwardingCluster(stage.cluster()) {
                        @Override
                        public void scale(Workload workload, int replicas) {
                            super.scale(workload, replicas);
                            scaled.on(stage.clock());
                        }
                    };
            disturbance.disturb(
                    new Stage(
                            stage.run(),
                            cluster,
                            stage.service(),
                            stage.recorder(),
                            stage.clients(),
                            stage.clock(),
                            stage.images(),
                            stage.undo(),
                            stage.dice()));
        }
    }

    private static History play(Scaled scaled) throws InterruptedException {
        var twin = Scenarios.named(MEDDLING);
        return Simulated.play(Simulated.disturbed(twin, new On(twin.disturbance(), scaled)));
    }

    /// An answer that never comes; the client of a real cluster makes a failure of an interrupt.
    private static void unanswered(Clock clock) {
        try {
            clock.sleep(Duration.ofHours(1));
        } catch (InterruptedException e) {
            throw new RunFailed("interrupted, as planted", e);
        }
    }

    @Test
    @DisplayName("whose call is cut off by the end of the rollout has not failed")
    void cutOff() throws Exception {
        var history = play(MeanwhileTest::unanswered);
        assertThat(history.span("promote api").orElseThrow().failure()).isNull();
        var twin = Scenarios.named(MEDDLING);
        assertThat(twin.caught(Judge.judge(twin.checkers(), history))).isTrue();
    }

    @Test
    @DisplayName("who fails while the rollout is under way ends the run")
    void failed() {
        assertThatThrownBy(() -> play(REFUSED))
                .isInstanceOf(RunFailed.class)
                .hasMessage("no autoscaler could take over")
                .hasRootCauseMessage("refused, as planted");
    }
}

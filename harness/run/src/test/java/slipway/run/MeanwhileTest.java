package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Clients;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.Disturbance;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// What befalls a rollout from beside it, on the simulated cluster.
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

    private record On(Disturbance disturbance, UnaryOperator<Stage> as) implements Disturbance {
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
            disturbance.disturb(as.apply(stage));
        }
    }

    private static Stage with(Stage stage, Cluster cluster, Clients clients) {
        return new Stage(
                stage.run(),
                cluster,
                stage.service(),
                stage.recorder(),
                clients,
                stage.clock(),
                stage.images(),
                stage.undo(),
                stage.dice());
    }

    private static Stage scaling(Stage stage, Scaled scaled) {
        return with(
                stage,
                new ForwardingCluster(stage.cluster()) {
                    @Override
                    public void scale(Workload workload, int replicas) {
                        super.scale(workload, replicas);
                        scaled.on(stage.clock());
                    }
                },
                stage.clients());
    }

    /// What is known of clients while nobody is answered, from the first time on that somebody asks
    /// who is waiting.
    private static final class Stalled implements Clients {
        private static final long FOR = Duration.ofSeconds(8).toNanos();

        private final Clients clients;
        private final Clock clock;
        private long from = Long.MAX_VALUE;

        Stalled(Stage stage) {
            clients = stage.clients();
            clock = stage.clock();
        }

        private boolean under() {
            return from <= clock.now() && clock.now() < from + FOR;
        }

        private boolean known(Exchange exchange) {
            var end = exchange.ended();
            return end != null && end.at() < from;
        }

        @Override
        public List<Exchange> since(long at) {
            var all = clients.since(at);
            return under() ? all.stream().filter(this::known).toList() : all;
        }

        @Override
        public List<Exchange> waiting(long at) {
            from = Math.min(from, clock.now());
            return under()
                    ? clients.since(0).stream()
                            .filter(exchange -> !known(exchange))
                            .map(exchange -> new Exchange(exchange.invoked(), null))
                            .filter(exchange -> exchange.invoked().at() <= at)
                            .toList()
                    : clients.waiting(at);
        }
    }

    private static History play(Scaled scaled) throws InterruptedException {
        return play(MEDDLING, stage -> scaling(stage, scaled));
    }

    private static History play(String name, UnaryOperator<Stage> as) throws InterruptedException {
        var scenario = Scenarios.named(name);
        return Simulated.play(Simulated.disturbed(scenario, new On(scenario.disturbance(), as)));
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

    @Test
    @DisplayName("a version is not blamed for seconds in which nobody is answered")
    void stalled() throws Exception {
        var stalls = new ArrayList<Stalled>();
        var history =
                play(
                        "canary-good",
                        stage -> {
                            var stalled = new Stalled(stage);
                            stalls.add(stalled);
                            return with(stage, stage.cluster(), stalled);
                        });
        assertThat(stalls).hasSize(1).allMatch(stalled -> stalled.from < Long.MAX_VALUE);
        var scenario = Scenarios.named("canary-good");
        assertThat(Judge.judge(scenario.checkers(), history))
                .allMatch(verdict -> verdict instanceof Verdict.Holds);
    }
}

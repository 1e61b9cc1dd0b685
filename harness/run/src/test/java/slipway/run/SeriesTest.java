package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Clients;
import slipway.core.Clock;
import slipway.core.Connection;
import slipway.core.Disturbance;
import slipway.core.Event;
import slipway.core.Fault;
import slipway.core.History.Exchange;
import slipway.core.InEach;
import slipway.core.Operation;
import slipway.core.Series;
import slipway.core.Stage;
import slipway.core.Verdict;
import slipway.core.Workload;

/// Rollouts one after the other, on the simulated cluster.
class SeriesTest {
    @Test
    @DisplayName("a rollout that ends with the wrong version is violated, and ends the series")
    void endsEarly() throws Exception {
        var blind = Scenarios.named("canary-errors-sabotaged").disturbance();
        var bad = Simulated.disturbed(Scenarios.named("canary-errors"), blind);
        var series = RolloutScenarios.times(bad, 3);
        var history = Simulated.play(series);
        assertThat(history.span("round 1 of 3")).isPresent();
        assertThat(history.span("round 2 of 3")).isEmpty();
        assertThat(history.events())
                .anyMatch(
                        event ->
                                event instanceof Event.Noted(_, var text)
                                        && text.contains("ends before round 2 of 3"));
        assertThat(series.checkers())
                .filteredOn(InEach.class::isInstance)
                .first()
                .satisfies(
                        claim ->
                                assertThat(claim.judge(history))
                                        .isInstanceOf(Verdict.Violated.class));
    }

    @Test
    @DisplayName("a round begins when clients are well again, or will not be")
    void calm() throws Exception {
        assertThat(secondRoundAfter(Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));
        assertThat(secondRoundAfter(Duration.ofSeconds(20)))
                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
        assertThat(secondRoundAfter(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    @DisplayName("a round begins when all pods are ready again, though nobody waits for an answer")
    void ready() throws Exception {
        var series =
                new Series(
                        Workload.deployment("api"),
                        List.of(new Kill(), new Kill()),
                        Duration.ofSeconds(1));
        var history =
                Simulated.play(
                        Simulated.disturbed(Scenarios.named("rolling"), new Watched(series)));
        assertThat(history.events())
                .filteredOn(Event.Noted.class::isInstance)
                .extracting(event -> ((Event.Noted) event).text())
                .containsExactly("0 of 4 are not ready", "0 of 4 are not ready");
    }

    /// Is over at once, but for the pod.
    private record Kill() implements Disturbance {
        private static final Workload API = Workload.deployment("api");

        @Override
        public String description() {
            return "a pod is killed";
        }

        @Override
        public void disturb(Stage stage) throws InterruptedException {
            var replicas = stage.cluster().replicas(API);
            stage.note(
                    "%d of %d are not ready"
                            .formatted(replicas.desired() - replicas.ready(), replicas.desired()));
            var pod = stage.cluster().pods(API).getFirst();
            stage.cluster().injector().begin(new Fault.AtPod(Fault.AtPod.Kind.KILL, API, pod));
        }
    }

    /// How long after the first, where somebody waits for an answer for so long.
    private static Duration secondRoundAfter(Duration waiting) throws Exception {
        var series =
                new Series(
                        Workload.deployment("api"),
                        List.of(new Suffering(waiting), new Suffering(Duration.ZERO)),
                        Duration.ofSeconds(10));
        var history =
                Simulated.play(
                        Simulated.disturbed(Scenarios.named("rolling"), new Watched(series)));
        return Duration.ofNanos(
                history.span("round 2 of 2").orElseThrow().begin()
                        - history.span("round 1 of 2").orElseThrow().end());
    }

    /// Is over at once, but for a client.
    private record Suffering(Duration time) implements Disturbance {
        @Override
        public String description() {
            return "a client waits for " + time;
        }

        @Override
        public void disturb(Stage stage) {
            if (stage.clients() instanceof Waiting clients) {
                clients.until = Math.max(clients.until, stage.clock().now() + time.toNanos());
            }
        }
    }

    private record Watched(Disturbance inner) implements Disturbance {
        @Override
        public String description() {
            return inner.description();
        }

        @Override
        public void disturb(Stage stage) throws InterruptedException {
            inner.disturb(
                    new Stage(
                            stage.run(),
                            stage.cluster(),
                            stage.service(),
                            stage.recorder(),
                            new Waiting(stage.clock()),
                            stage.clock(),
                            stage.images(),
                            stage.undo(),
                            stage.dice()));
        }
    }

    /// One client, who has an answer from some time on.
    private static final class Waiting implements Clients {
        private final Clock clock;
        private long until;

        Waiting(Clock clock) {
            this.clock = clock;
        }

        @Override
        public List<Exchange> since(long at) {
            return List.of();
        }

        @Override
        public List<Exchange> waiting(long at) {
            var read = new Operation.ReadAccount("a-000");
            return clock.now() < until
                    ? List.of(new Exchange(new Event.Invoked(0, 0, 0, read, Connection.KEPT), null))
                    : List.of();
        }
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.chaos.Injection;
import slipway.chaos.SomePods;
import slipway.core.Disturbance;
import slipway.core.Event;
import slipway.core.Fault.AtPod.Kind;
import slipway.core.History;
import slipway.core.Series;
import slipway.core.ThereOrBack;
import slipway.core.Upon;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.rollout.Plan;
import slipway.rollout.Rollout;

/// A fault in a phase of a rollout, on the simulated cluster.
class UponTest {
    private static final Workload API = Workload.deployment("api");
    private static final Duration INTO = Duration.ofSeconds(3);

    private static Injection fault(int pods) {
        return new Injection(SomePods.even(pods, API, Kind.KILL));
    }

    private static Upon upon(String version, String step, int pods) {
        var plan = Plan.blueGreen(API, new Version(version));
        return new Upon(new Rollout(plan), step, INTO, fault(pods));
    }

    private static History play(Disturbance disturbance) throws Exception {
        return Simulated.play(Simulated.disturbed(Scenarios.named("blue-green"), disturbance));
    }

    private static List<String> notes(History history) {
        return history.events().stream()
                .filter(Event.Noted.class::isInstance)
                .map(event -> ((Event.Noted) event).text())
                .toList();
    }

    @Test
    @DisplayName("it begins so long into the step, and the rollout goes on beside it")
    void inTime() throws Exception {
        var history = play(upon("v2", "switch api", 1));
        var step = history.span("switch api").orElseThrow();
        var fault = history.span(fault(1).before()).orElseThrow();
        assertThat(Duration.ofNanos(fault.begin() - step.begin()))
                .isBetween(INTO, INTO.plusMillis(200));
        assertThat(history.span("promote api")).isPresent();
        assertThat(history.span(fault(1).seen())).isPresent();
    }

    @Test
    @DisplayName("what never comes, or cannot be done then, is left out and told")
    void leftOut() throws Exception {
        var never = play(upon("v2", "no step of it", 1));
        assertThat(never.span(fault(1).before())).isEmpty();
        assertThat(notes(never)).anyMatch(text -> text.contains("no step \"no step of it\""));

        var recreated = new Rollout(Plan.recreate(API, new Version("v2")));
        var nobody = play(new Upon(recreated, "recreate api", INTO, fault(4)));
        assertThat(notes(nobody))
                .anyMatch(text -> text.startsWith("left out: Deployment api has 0 ready pods"));
        assertThat(nobody.span(fault(4).step())).isEmpty();
    }

    @Test
    @DisplayName("there, back, and there again, whatever the round before came to")
    void thereOrBack() throws Exception {
        var round = new ThereOrBack(API, upon("v2", "switch api", 1), upon("v1", "switch api", 1));
        var history = play(new Series(API, List.of(round, round, round), Duration.ofSeconds(10)));
        assertThat(history.spans())
                .extracting(History.Span::step)
                .filteredOn(step -> step.startsWith("bring up"))
                .containsExactly(
                        "bring up 100% of v2", "bring up 100% of v1", "bring up 100% of v2");
    }
}

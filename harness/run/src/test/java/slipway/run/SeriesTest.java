package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Event;
import slipway.core.InEach;
import slipway.core.Verdict;

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
}

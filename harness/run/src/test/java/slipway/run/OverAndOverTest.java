package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Event;
import slipway.core.InvalidSpec;
import slipway.core.OverAndOver;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.rollout.Plan;
import slipway.rollout.Rollout;

/// Rollouts in turn until the time is over, on the simulated cluster.
class OverAndOverTest {
    private static final Workload API = Workload.deployment("api");
    private static final Rollout THERE = new Rollout(Plan.rolling(API, new Version("v2")));
    private static final Rollout BACK = new Rollout(Plan.rolling(API, new Version("v1")));

    private static OverAndOver over(Rollout... rounds) {
        return new OverAndOver(API, List.of(rounds), Duration.ofSeconds(10), Duration.ofMinutes(3));
    }

    @Test
    @DisplayName("there and back again, as often as there is time to begin")
    void turns() throws Exception {
        var history =
                Simulated.play(Simulated.disturbed(Scenarios.named("rolling"), over(THERE, BACK)));
        var rounds =
                history.spans().stream().filter(span -> span.step().startsWith("round ")).toList();
        assertThat(rounds).hasSizeGreaterThan(2);
        var first = rounds.getFirst().begin();
        assertThat(rounds.getLast().begin() - first).isLessThan(Duration.ofMinutes(3).toNanos());
        assertThat(rounds.getLast().end() - first).isGreaterThan(Duration.ofMinutes(2).toNanos());
    }

    @Test
    @DisplayName("a version that is there already is left out, and told")
    void leftOut() throws Exception {
        var history = Simulated.play(Simulated.disturbed(Scenarios.named("rolling"), over(THERE)));
        assertThat(history.spans()).filteredOn(s -> s.step().startsWith("round ")).hasSize(1);
        assertThat(history.events())
                .anyMatch(
                        event ->
                                event instanceof Event.Noted(_, var text)
                                        && text.contains("already"));
    }

    @Test
    @DisplayName("it is something, and takes time")
    void bounds() {
        assertThatThrownBy(() -> over()).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> over(THERE).lasting(Duration.ZERO))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("takes some time");
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Baseline;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Scenario;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.rollout.CanaryJudge;
import slipway.rollout.Plan;
import slipway.rollout.PlanStep;
import slipway.rollout.Promoted;
import slipway.rollout.Rollout;

/// What a baseline is good for, on the simulated cluster, where a pod takes 100 ms more for each of
/// the first 30 requests after its start.
class BaselineTest {
    private static final Workload API = Workload.deployment("api");
    private static final Version V2 = new Version("v2");
    private static final Version V2_SLOW = new Version("v2-slow");

    /// Forgives no JVM that it is new.
    private static final CanaryJudge STRICT =
            new CanaryJudge(100, 0.0001, 0, Duration.ofMillis(50), 0.75);

    private static Scenario scenario(Version next, boolean baseline) {
        var plan =
                Plan.canary(API, next)
                        .by(
                                new PlanStep.Bring("1", baseline),
                                new PlanStep.Share(10),
                                new PlanStep.Judge(STRICT, Plan.PATIENCE),
                                new PlanStep.Promote());
        return Simulated.disturbed(Scenarios.named("canary-good"), new Rollout(plan));
    }

    private static Verdict promoted(Version next, boolean baseline, long seed) throws Exception {
        return new Promoted(API, next).check(Simulated.play(scenario(next, baseline).seeded(seed)));
    }

    @Test
    @DisplayName("a good version is blamed for being new, unless compared with what is as new")
    void fair() throws Exception {
        for (long seed = 0; seed < 3; seed++) {
            assertThat(promoted(V2, false, seed))
                    .as("without a baseline, seed %d", seed)
                    .isInstanceOf(Verdict.Violated.class);
            assertThat(promoted(V2, true, seed))
                    .as("with a baseline, seed %d", seed)
                    .isInstanceOf(Verdict.Holds.class);
        }
    }

    @Test
    @DisplayName("a slow version is blamed beside a baseline too")
    void slow() throws Exception {
        assertThat(promoted(V2_SLOW, true, 0)).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("a baseline is asked about as much as the next version, and then goes")
    void shares() throws Exception {
        var history = Simulated.play(scenario(V2, true));
        var judging = history.span("judge v2").orElseThrow();
        var byBaseline = new ArrayList<History.Exchange>();
        var byNext = new ArrayList<History.Exchange>();
        for (var exchange : history.exchanges()) {
            if (Baseline.has(API, exchange.pod())) {
                byBaseline.add(exchange);
            } else if (judging.contains(exchange.invoked().at()) && V2.named(exchange.version())) {
                byNext.add(exchange);
            }
        }
        assertThat(byBaseline)
                .hasSizeBetween(byNext.size() / 2, 2 * byNext.size())
                .allSatisfy(exchange -> assertThat(exchange.version()).isEqualTo("v1"));
        assertThat(byBaseline.getLast().invoked().at())
                .isLessThan(history.span("promote api").orElseThrow().end());
        assertThat(history.events())
                .filteredOn(Event.Swept.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Swept.class, swept -> assertThat(swept.remainder()).isEmpty());
    }
}

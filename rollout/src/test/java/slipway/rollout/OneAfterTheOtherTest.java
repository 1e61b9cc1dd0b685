package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Replicas;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

class OneAfterTheOtherTest {
    private static final Workload LEDGER = Workload.statefulSet("ledger");
    private static final Workload API = Workload.deployment("api");
    private static final OneAfterTheOther ORDER =
            new OneAfterTheOther(
                    List.of(
                            Plan.rolling(LEDGER, new Version("v2-schema")),
                            Plan.rolling(API, new Version("v2"))));

    private static Event seen(long millis, Workload workload, Map<String, Integer> existing) {
        return new Event.Observed(
                millis * 1_000_000,
                workload,
                new Replicas(2, 1, 2, 2, existing, existing, existing.size() == 1));
    }

    private static Verdict verdict(Event... events) {
        return ORDER.check(new History(List.of(events)));
    }

    @Test
    @DisplayName("who begins after the one ahead is all at its version keeps the order")
    void inOrder() {
        var verdict =
                verdict(
                        seen(0, LEDGER, Map.of("v1", 2)),
                        seen(0, API, Map.of("v1", 2)),
                        seen(5, LEDGER, Map.of("v1", 1, "v2-schema", 1)),
                        seen(9, LEDGER, Map.of("v2-schema", 2)),
                        seen(10, API, Map.of("v1", 2, "v2", 1)));
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict.figures()).containsEntry("apiAfterMillis", 1L);
    }

    @Test
    @DisplayName("one pod that comes before the one ahead is done breaks it")
    void tooEarly() {
        var early = seen(8, API, Map.of("v1", 2, "v2", 1));
        assertThat(
                        verdict(
                                seen(5, LEDGER, Map.of("v1", 1, "v2-schema", 1)),
                                early,
                                seen(9, LEDGER, Map.of("v2-schema", 2))))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> assertThat(violated.witnesses()).containsExactly(early));
    }

    @Test
    @DisplayName("where the last one never begins nothing is said of the order")
    void never() {
        assertThat(verdict(seen(9, LEDGER, Map.of("v2-schema", 2)), seen(9, API, Map.of("v1", 2))))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

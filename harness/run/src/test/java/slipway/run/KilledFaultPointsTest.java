package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.chaos.Partition;
import slipway.chaos.WithoutBudget;
import slipway.core.Fault;

class KilledFaultPointsTest {
    @Test
    @DisplayName("the harness is killed in the middle of a fault of every kind")
    void everyKind() {
        var kinds =
                KilledFaultIT.points()
                        .map(KilledFaultIT.Point::scenario)
                        .distinct()
                        .map(Scenarios::named)
                        .flatMap(KilledFaultIT::kinds)
                        .collect(Collectors.toSet());
        assertThat(kinds)
                .containsAll(List.of(Fault.AtPod.Kind.values()))
                .containsAll(List.of(Fault.AtNode.Kind.values()))
                .contains(Partition.class, WithoutBudget.class);
    }

    @Test
    @DisplayName("of what no honest scenario has, it is killed where a twin or a mutant brings it")
    void borrowed() {
        assertThat(KilledFaultIT.points().map(KilledFaultIT.Point::step))
                .contains(
                        "delete at once 2 pods of ledger",
                        "cut off a pod of api",
                        "lift the budget of api",
                        "end the lack of a budget of api")
                .doesNotContain("kill 4 pods of api");
    }
}

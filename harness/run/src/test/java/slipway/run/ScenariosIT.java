package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.Scenario;
import slipway.core.Verdict;

/// Every scenario on the real cluster; its run stays in runs/, with its report.
@ExtendWith(RealCluster.class)
class ScenariosIT {
    static List<Scenario> all() {
        return Scenarios.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    @DisplayName("an honest scenario holds, and its sabotaged twin is violated")
    void scenario(Scenario scenario, Berth berth) throws Exception {
        var runs = Slipway.checkout().resolve("runs");
        try (var house = House.real(berth.venue(), runs, List.of("verify"), berth.narrator())) {
            var performance = house.perform(scenario);
            assertThat(performance.worst())
                    .as("%s; look at %s", performance.verdicts(), performance.folder().reportHtml())
                    .isInstanceOf(
                            scenario.twin() == null ? Verdict.Holds.class : Verdict.Violated.class);
            // The folder alone gives the same verdict again: nothing was judged that was not kept.
            var again = Performance.judged(scenario, performance.folder());
            assertThat(again.verdicts()).isEqualTo(performance.verdicts());
            if (scenario.twin() != null) {
                assertThat(again.verdicts())
                        .as("what the sabotage breaks")
                        .anyMatch(
                                v ->
                                        v instanceof Verdict.Violated
                                                && v.claim().equals("no request failed"));
            }
        }
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.Scenario;
import slipway.core.Verdict;

/// The gate's scenarios on the real cluster; each run stays in runs/, with its report.
///
/// Left out, by name: `rolling-sabotaged`. At the rate that two cores hold, a pod without drain is
/// rarely in the middle of a request when it ends, so the twin is not violated every time.
@ExtendWith(RealCluster.class)
class ScenariosIT {
    static List<Scenario> gate() {
        return Scenarios.select(List.of("rolling"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("gate")
    @DisplayName("a scenario holds, and its folder alone gives the same verdict again")
    void scenario(Scenario scenario, Berth berth) throws Exception {
        var runs = Slipway.checkout().resolve("runs");
        try (var house = House.real(berth.venue(), runs, List.of("verify"), berth.narrator())) {
            var performance = house.perform(scenario);
            assertThat(Performance.judged(scenario, performance.folder()).verdicts())
                    .isEqualTo(performance.verdicts());
            assertThat(performance.worst())
                    .as("%s; look at %s", performance.verdicts(), performance.folder().reportHtml())
                    .isNotInstanceOf(Verdict.Violated.class);
            // A machine too busy for its client says nothing about the suite: skipped, not passed.
            assumeThat(performance.worst()).isInstanceOf(Verdict.Holds.class);
        }
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.Scenario;

/// Every scenario on the real cluster, by the command that people use; each run stays in runs/,
/// with its report.
@ExtendWith(RealCluster.class)
class ScenariosIT {
    static List<Scenario> all() {
        return Scenarios.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    @DisplayName("an honest scenario holds and a twin is violated; the folder alone says so again")
    void scenario(Scenario scenario) throws Exception {
        var run = Launcher.decided(List.of("run", scenario.name(), "--json"));
        assertThat(run.code()).as(run.out()).isEqualTo(scenario.twin() == null ? 0 : 1);
        var verdicts =
                RunFolder.find(RunsOption.usual(Slipway.checkout()), scenario.name()).verdicts();
        assertThat(scenario.caught(verdicts.orElseThrow())).isEqualTo(scenario.twin() != null);
        assertThat(Launcher.slipway("check", scenario.name(), "--json")).isEqualTo(run);
    }
}

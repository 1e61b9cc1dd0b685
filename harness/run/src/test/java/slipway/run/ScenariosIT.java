package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.Scenario;

/// The scenarios of the gate on the real cluster, or with the profile `all` every scenario, by the
/// command that people use; each run stays in runs/, with its report.
@ExtendWith(RealCluster.class)
class ScenariosIT {
    private static final boolean ALL = Boolean.getBoolean("slipway.all");

    static List<Scenario> asked() {
        return ALL
                // The suite of the overlay local has no standby.
                ? Scenarios.all().stream()
                        .filter(scenario -> !FailoverScenarios.all().contains(scenario))
                        .toList()
                : Scenarios.gate();
    }

    @AfterAll
    static void tellTheRest() {
        var rest =
                Scenarios.all().stream()
                        .map(Scenario::name)
                        .filter(name -> asked().stream().noneMatch(s -> s.name().equals(name)))
                        .toList();
        if (!rest.isEmpty()) {
            System.out.println("Not run here; ./mvnw verify -Pall runs them: " + rest);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("asked")
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

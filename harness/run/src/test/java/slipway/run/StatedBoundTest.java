package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.chaos.Injection;
import slipway.chaos.SomePods;
import slipway.core.Fault.AtPod.Kind;
import slipway.core.Scenario;
import slipway.core.Verdict;

/// Within which time api says that it has answered, and whether anybody would notice if it had not.
class StatedBoundTest {
    private static final String API = "services/api/src/main/java/slipway/api/Ledger.java";
    private static final String LEDGER =
            "services/ledger/src/main/resources/application.properties";

    private static long number(String file, String pattern) throws IOException {
        var text = Files.readString(Slipway.checkout().resolve(file));
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, file).isTrue();
        return Long.parseLong(found.group(1).replace("_", ""));
    }

    @Test
    @DisplayName("the bound is what the services' settings come to")
    void settings() throws IOException {
        var attempts = Duration.ofMillis(number(API, "maxDuration = ([0-9_]+)"));
        var connection = Duration.ofSeconds(number(LEDGER, "jdbc\\.acquisition-timeout=([0-9]+)S"));
        var locks = Duration.ofSeconds(number(LEDGER, "lock_timeout=([0-9]+)s"));
        assertThat(ChaosScenarios.STATED).isEqualTo(attempts.plus(connection).plus(locks));
    }

    private static List<Verdict> judge(Scenario scenario) throws InterruptedException {
        return Judge.judge(List.of(ChaosScenarios.ANSWERED), Simulated.play(scenario));
    }

    @Test
    @DisplayName(
            "a kill of the database is answered in time, and a standstill that is too long is not")
    void bites() throws Exception {
        var kill = Scenarios.named("kill-postgres");
        assertThat(kill.checkers()).contains(ChaosScenarios.ANSWERED);
        assertThat(judge(kill)).allSatisfy(v -> assertThat(v).isInstanceOf(Verdict.Holds.class));
        var standstill =
                new Injection(
                        SomePods.even(1, ChaosScenarios.POSTGRES, Kind.FREEZE),
                        Duration.ofSeconds(15));
        assertThat(judge(Simulated.disturbed(kill, standstill)))
                .allSatisfy(v -> assertThat(v).isInstanceOf(Verdict.Violated.class));
    }
}

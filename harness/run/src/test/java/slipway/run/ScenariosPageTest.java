package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Checker;
import slipway.core.Scenario;

/// `docs/scenarios.md`, which is generated from the scenarios.
class ScenariosPageTest {
    /// Writes the page instead of holding it against the scenarios.
    private static final boolean REFRESH = Boolean.getBoolean("slipway.docs.refresh");

    @Test
    @DisplayName(
            "docs/scenarios.md says what the scenarios are; refresh it with -Dslipway.docs.refresh=true")
    void current() throws IOException {
        var file = Slipway.checkout().resolve("docs/scenarios.md");
        if (REFRESH) {
            Files.writeString(file, page());
        }
        assertThat(read(file)).isEqualTo(page());
    }

    private static String read(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    private static String page() {
        var page =
                new StringBuilder(
                        "# Scenarios\n\nGenerated from the code; `./slipway run NAME` runs one.\n");
        for (var scenario : Scenarios.all()) {
            page.append("\n## ").append(scenario.name()).append("\n\n").append(of(scenario));
        }
        return page.toString();
    }

    private static String of(Scenario scenario) {
        var text =
                new StringBuilder(
                        """
                        | | |
                        |---|---|
                        | family | %s |
                        | of | %s, from %s |
                        | load | %s |
                        | steady state | %d s before anything is done |
                        | disturbance | %s, %d s after the load has begun; the load lasts at least %d s after it |
                        | final read | %d s after the last request |
                        """
                                .formatted(
                                        scenario.family(),
                                        scenario.subject(),
                                        scenario.from(),
                                        scenario.load().description(),
                                        scenario.steady().toSeconds(),
                                        scenario.disturbance().description(),
                                        scenario.delay().toSeconds(),
                                        scenario.after().toSeconds(),
                                        scenario.settle().toSeconds()));
        var twin = scenario.twin();
        if (twin != null) {
            return text.append(
                            "\nThe sabotaged twin of `%s`: *%s* must be violated.\n"
                                    .formatted(twin.of(), twin.claim()))
                    .toString();
        }
        text.append("\n");
        scenario.checkers().stream()
                .map(Checker::claim)
                .forEach(claim -> text.append("- ").append(claim).append("\n"));
        return text.toString();
    }
}

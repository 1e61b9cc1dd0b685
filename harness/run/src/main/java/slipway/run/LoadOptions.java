package slipway.run;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import slipway.core.Scenario;

/// How much load a command puts on its scenarios.
final class LoadOptions {
    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Requests a second, 1 to 10000, in place of the scenario's own, which leave room on two slow cores.")
    private @Nullable Integer rate;

    /// The scenario under that load.
    ///
    /// @throws slipway.core.InvalidSpec for a rate that there is not
    Scenario on(Scenario scenario) {
        return rate == null ? scenario : scenario.at(rate);
    }
}

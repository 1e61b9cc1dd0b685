package slipway.run;

import java.time.Duration;
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

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Times.Converter.class,
            description =
                    "How long the load lasts at least, in place of the scenario's own time, and a storm with it: 30s, 10m.")
    private @Nullable Duration time;

    /// The scenario under that load.
    ///
    /// @throws slipway.core.InvalidSpec for a rate or a time that there is not
    Scenario on(Scenario scenario) {
        var lasting = time == null ? scenario : scenario.lasting(time);
        return rate == null ? lasting : lasting.at(rate);
    }
}

package slipway.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where runs are kept: the same folder whatever folder one stands in, so that the next command
/// finds what a cut-off one has left to undo.
final class RunsOption {
    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Where runs are kept (runs/ of the checkout).")
    private @Nullable Path runs;

    Path runs() {
        return runs != null ? runs : usual(Slipway.checkout());
    }

    static Path usual(Path checkout) {
        return checkout.resolve("runs");
    }
}

package slipway.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;

/// Where a comparison is kept: the table and its pictures as a page, and as JSON.
record ComparisonFolder(Path path) {
    /// A new one among the runs.
    static ComparisonFolder create(Path runs) {
        var parent = runs.resolve(RunFolder.COMPARISONS);
        try {
            return new ComparisonFolder(RunFolder.fresh(parent, Instant.now()).toRealPath());
        } catch (IOException e) {
            throw unwritten(parent, e);
        }
    }

    Path page() {
        return path.resolve("comparison.html");
    }

    /// @return what was written as JSON
    String write(Comparison comparison, RunInfo setting) {
        var text = Json.pretty(JsonComparison.write(comparison, setting, path));
        try {
            StoreFile.write(path.resolve("comparison.json"), text);
            StoreFile.write(page(), ComparisonHtml.of(comparison, setting, path));
        } catch (IOException e) {
            throw unwritten(path, e);
        }
        return text;
    }

    private static UncheckedIOException unwritten(Path where, IOException e) {
        return new UncheckedIOException(
                "cannot write a comparison in " + where + ": " + e.getMessage(), e);
    }
}

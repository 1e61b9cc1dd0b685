package slipway.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// How much of the last ten seconds some task of the node waited for a resource, in percent.
///
/// The kernel calls it pressure stall information; the line looks like `some avg10=1.23 avg60=0.80
/// avg300=0.40 total=12345`.
record Pressure(Path folder) {
    private static final Pattern SOME = Pattern.compile("(?m)^some avg10=([0-9.]+) ");

    /// @param resource `cpu`, `memory` or `io`
    /// @return nothing where the kernel does not tell
    OptionalDouble of(String resource) {
        try {
            var line = SOME.matcher(Files.readString(folder.resolve(resource)));
            return line.find()
                    ? OptionalDouble.of(Double.parseDouble(line.group(1)))
                    : OptionalDouble.empty();
        } catch (IOException _) {
            return OptionalDouble.empty();
        }
    }
}

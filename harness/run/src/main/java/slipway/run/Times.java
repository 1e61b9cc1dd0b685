package slipway.run;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import slipway.core.InvalidSpec;

/// Times as people write them: `500ms`, `30s`, `2m`.
final class Times {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(ms|s|m)");

    private record Unit(String name, long millis) {}

    private Times() {}

    /// @throws InvalidSpec where it is not one
    static Duration parse(String text) {
        var matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidSpec("a time is like 30s, 2m or 500ms, not " + text);
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
    }

    /// In the largest unit that leaves no fraction.
    static String text(Duration time) {
        long millis = time.toMillis();
        for (var unit : List.of(new Unit("m", 60_000), new Unit("s", 1_000))) {
            if (millis % unit.millis() == 0) {
                return millis / unit.millis() + unit.name();
            }
        }
        return millis + "ms";
    }

    /// Of a command line's option.
    static final class Converter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return parse(text);
            } catch (InvalidSpec e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}

package slipway.loadtest.generator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import slipway.core.InvalidSpec;
import slipway.core.Verdict;

/// A service level objective: an indicator, and what it stays below (Google, Site Reliability
/// Engineering, 2016, chapter 4).
///
/// @param below milliseconds of a latency, a share of 0 to 1 of requests that failed
public record Objective(Indicator indicator, double below) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(p50|p90|p99|p99\\.9|max|failed)<([0-9]{1,9}(?:\\.[0-9]{1,6})?)(ms|s|%)");

    /// What is measured.
    public enum Indicator {
        P50("p50", 50),
        P90("p90", 90),
        P99("p99", 99),
        P999("p99.9", 99.9),
        MAX("max", 100),
        /// Requests that failed or timed out, of all that were sent.
        FAILED("failed", 0);

        private final String word;
        private final double percentile;

        Indicator(String word, double percentile) {
            this.word = word;
            this.percentile = percentile;
        }

        private double of(Measurement load) {
            if (this == FAILED) {
                var tally = load.tally();
                return (double) (tally.failed() + tally.timedOut()) / Math.max(1, tally.sent());
            }
            return load.latency().getValueAtPercentile(percentile) / 1_000.0;
        }
    }

    public Objective {
        if (!(below > 0) || (indicator == Indicator.FAILED && below > 1)) {
            throw new InvalidSpec(
                    "an objective is above 0, and a share at most 100 %, unlike " + below);
        }
    }

    /// @throws InvalidSpec where it is not like `p99<200ms` or `failed<1%`
    public static Objective parse(String text) {
        var form = FORM.matcher(text.toLowerCase(Locale.ROOT).replace(" ", ""));
        boolean fits = form.matches();
        if (!fits || form.group(1).equals("failed") != form.group(3).equals("%")) {
            throw new InvalidSpec(
                    "an objective is like p99<200ms (p50, p90, p99, p99.9, max) or failed<1%, not "
                            + text);
        }
        var indicator =
                List.of(Indicator.values()).stream()
                        .filter(one -> one.word.equals(form.group(1)))
                        .findFirst()
                        .orElseThrow();
        double scale =
                switch (form.group(3)) {
                    case "s" -> 1_000;
                    case "%" -> 0.01;
                    default -> 1;
                };
        return new Objective(indicator, Double.parseDouble(form.group(2)) * scale);
    }

    public String claim() {
        return indicator == Indicator.FAILED
                ? "less than %s %% of the requests fail".formatted(digits(100 * below))
                : "%s of the latency is below %s ms".formatted(indicator.word, digits(below));
    }

    /// Of a measurement that can be trusted ([Trust]).
    Verdict judge(Measurement load) {
        double seen = indicator.of(load);
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put(indicator.word, seen);
        if (seen < below) {
            return new Verdict.Holds(claim(), figures);
        }
        return new Verdict.Violated(
                claim(),
                indicator == Indicator.FAILED
                        ? "%s %% failed".formatted(digits(100 * seen))
                        : "it was %s ms".formatted(digits(seen)),
                List.of(),
                figures);
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
    }
}

package slipway.loadtest.generator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import slipway.core.Verdict;

/// Whether a measurement says something of the service, or of the client that made it. Where it
/// does not, no objective is decided.
public final class Trust {
    /// So the client's own pauses stay out of the 99th percentile of the latency,
    private static final double SHARE = 0.01;

    /// or are little beside it.
    private static final double PART = 0.1;

    /// Whoever stands still for as long as a service's short outage would not see one.
    private static final Duration MOST = Duration.ofMillis(500);

    private static final String ON_TIME = "the load client was on time";

    private Trust() {}

    /// What is to be said of a load: the worst is the verdict of all.
    ///
    /// @return the client's own claim first, and then each objective's
    public static List<Verdict> judge(Measurement load, List<Objective> objectives) {
        var client = client(load);
        return Stream.concat(
                        Stream.of(client),
                        objectives.stream().map(objective -> decided(client, objective, load)))
                .toList();
    }

    private static Verdict decided(Verdict client, Objective objective, Measurement load) {
        var judged = objective.judge(load);
        return client instanceof Verdict.Undecided(_, var why, _)
                ? new Verdict.Undecided(objective.claim(), why, judged.figures())
                : judged;
    }

    private static Verdict client(Measurement load) {
        var why = doubt(load);
        var lateness = load.lateness();
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("sent", load.tally().sent());
        figures.put("late", load.tally().late());
        figures.put("latenessP50Millis", lateness.getValueAtPercentile(50) / 1_000.0);
        figures.put("latenessP999Millis", lateness.getValueAtPercentile(99.9) / 1_000.0);
        figures.put("latenessMaxMillis", lateness.getMaxValue() / 1_000.0);
        return why == null
                ? new Verdict.Holds(ON_TIME, figures)
                : new Verdict.Undecided(ON_TIME, why, figures);
    }

    private static @Nullable String doubt(Measurement load) {
        var tally = load.tally();
        if (load.unsent() > 0) {
            return "%d requests were due and never sent: the client was held up, or cut off"
                    .formatted(load.unsent());
        }
        if (tally.sent() == 0) {
            return "nothing was sent: make the load longer";
        }
        if (tally.answered() == 0) {
            return "nothing was answered: " + load.failures();
        }
        if (tally.late() > SHARE * tally.sent()
                && p99(load.lateness()) > PART * p99(load.latency())) {
            return "%d of %d requests were sent more than %d ms late: lower the rate, or give it more connections"
                    .formatted(tally.late(), tally.sent(), LoadSpec.LATE.toMillis());
        }
        long latest = load.lateness().getMaxValue() / 1_000;
        return latest > MOST.toMillis()
                ? "it stood still for %d ms, and %d are too many".formatted(latest, MOST.toMillis())
                : null;
    }

    private static long p99(Histogram micros) {
        return micros.getValueAtPercentile(99);
    }
}

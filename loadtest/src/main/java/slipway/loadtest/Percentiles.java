package slipway.loadtest;

import java.util.Collection;
import java.util.Map;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import slipway.core.History.Exchange;

/// How times are spread, in milliseconds; all 0 where there are none.
public record Percentiles(double p50, double p90, double p99, double p999, double max) {
    /// A request that never ended counts as an hour: longer than any load waits.
    private static final long LONGEST_MICROS = 3_600_000_000L;

    /// Three significant digits: an error of at most 0.1 %, in well under a megabyte.
    private static final int DIGITS = 3;

    /// Of the latencies, from the planned sending to the end: so a stall counts once for every
    /// request that was due in it (no coordinated omission). Requests that failed count with the
    /// time that their client waited where that is long; where it is short they do not, since a
    /// fast no would flatter.
    public static Percentiles ofLatency(Collection<Exchange> exchanges) {
        long slowest =
                exchanges.stream()
                        .filter(e -> e.outcome().answered())
                        .mapToLong(Exchange::latency)
                        .max()
                        .orElse(0);
        return of(
                exchanges.stream()
                        .filter(e -> e.outcome().answered() || e.latency() > slowest)
                        .mapToLong(Exchange::latency));
    }

    /// Of the time by which the client sent too late.
    public static Percentiles ofLateness(Collection<Exchange> exchanges) {
        return of(exchanges.stream().mapToLong(Exchange::lateness));
    }

    /// Of the time that clients waited for an answer of whatever kind ([AnsweredWithin]).
    static Percentiles ofWaiting(Collection<Exchange> exchanges) {
        return of(exchanges.stream().mapToLong(Exchange::waiting));
    }

    private static Percentiles of(LongStream nanos) {
        var histogram = new Histogram(LONGEST_MICROS, DIGITS);
        nanos.map(n -> Math.clamp(n / 1_000, 0, LONGEST_MICROS)).forEach(histogram::recordValue);
        return new Percentiles(
                millis(histogram.getValueAtPercentile(50)),
                millis(histogram.getValueAtPercentile(90)),
                millis(histogram.getValueAtPercentile(99)),
                millis(histogram.getValueAtPercentile(99.9)),
                millis(histogram.getMaxValue()));
    }

    /// As figures of a verdict: `latencyP50Millis` and so on, for the name `latency`.
    Map<String, Number> figures(String name) {
        return new Figures()
                .with(name + "P50Millis", p50)
                .with(name + "P90Millis", p90)
                .with(name + "P99Millis", p99)
                .with(name + "P999Millis", p999)
                .with(name + "MaxMillis", max)
                .map();
    }

    private static double millis(long micros) {
        return micros / 1_000.0;
    }
}

package slipway.loadtest.generator;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/// What happened within a second, or some of them. Requests count in the one in which they began,
/// and once more, as answered, failed or timed out, in that in which they ended.
///
/// @param begin since the load began
/// @param latency in microseconds, of those that ended in it
public record Interval(Duration begin, Duration length, Tally tally, Histogram latency) {
    /// Both as one: histograms add up, percentiles do not.
    public Interval and(Interval next) {
        var both = latency.copy();
        both.add(next.latency);
        return new Interval(begin, length.plus(next.length), tally.plus(next.tally), both);
    }
}

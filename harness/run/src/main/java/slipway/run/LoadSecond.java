package slipway.run;

import slipway.loadtest.generator.Interval;
import slipway.loadtest.generator.Tally;

/// A second of a load, in a few figures: a day of them fits into memory and onto a page.
///
/// @param begin seconds since the load began
/// @param length seconds
/// @param p50 milliseconds, like the others; 0 where nothing ended
record LoadSecond(
        double begin,
        double length,
        Tally tally,
        double p50,
        double p90,
        double p99,
        double p999,
        double max) {
    static LoadSecond of(Interval interval) {
        var latency = interval.latency();
        return new LoadSecond(
                interval.begin().toNanos() / 1e9,
                interval.length().toNanos() / 1e9,
                interval.tally(),
                latency.getValueAtPercentile(50) / 1e3,
                latency.getValueAtPercentile(90) / 1e3,
                latency.getValueAtPercentile(99) / 1e3,
                latency.getValueAtPercentile(99.9) / 1e3,
                latency.getMaxValue() / 1e3);
    }
}

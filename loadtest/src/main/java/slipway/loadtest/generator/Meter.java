package slipway.loadtest.generator;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// Counts what happens to requests, as a whole and second by second. Used by one thread alone.
final class Meter {
    /// Three digits: an error of at most 0.1 % (Gil Tene's HdrHistogram).
    private static final int DIGITS = 3;

    /// Kinds of failure that are told apart; services put request ids and the like in few of them.
    private static final int MAX_KINDS = 50;

    private static final String OTHERS = "others";

    private final Histogram latency = microseconds();
    private final Histogram waiting = microseconds();
    private final Histogram lateness = microseconds();
    private final Map<String, Long> failures = new TreeMap<>();
    private Tally before = Tally.NONE;
    private Histogram ofInterval = microseconds();
    private long intervalBegan;

    private long sent;
    private long answered;
    private long failed;
    private long timedOut;
    private long late;

    static Histogram microseconds() {
        var histogram = new Histogram(DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }

    void sent(long planned, long begun) {
        sent++;
        long by = Math.max(0, begun - planned);
        lateness.recordValue(by / 1_000);
        if (by > LoadSpec.LATE.toNanos()) {
            late++;
        }
    }

    void answered(Exchange exchange, long now) {
        answered++;
        waited(exchange, now);
    }

    /// Counts with the time that the client waited: else a service that stands still would look
    /// better than one that answers late.
    void timedOut(Exchange exchange, long now) {
        timedOut++;
        failures.merge("no answer in time", 1L, Long::sum);
        waited(exchange, now);
    }

    /// Has no time: a fast no would flatter the service.
    void failed(String why) {
        failed++;
        failures.merge(
                failures.containsKey(why) || failures.size() < MAX_KINDS ? why : OTHERS,
                1L,
                Long::sum);
    }

    private void waited(Exchange exchange, long now) {
        long micros = Math.max(0, now - exchange.planned()) / 1_000;
        latency.recordValue(micros);
        ofInterval.recordValue(micros);
        waiting.recordValue(Math.max(0, now - exchange.begun()) / 1_000);
    }

    Tally total() {
        return new Tally(sent, answered, failed, timedOut, late);
    }

    /// What came since the interval before.
    Interval interval(long now) {
        var total = total();
        var interval =
                new Interval(
                        Duration.ofNanos(intervalBegan),
                        Duration.ofNanos(now - intervalBegan),
                        total.minus(before),
                        ofInterval);
        before = total;
        intervalBegan = now;
        ofInterval = microseconds();
        return interval;
    }

    /// @param unsent requests of the plan that never were
    Measurement measurement(long unsent, Duration took) {
        return new Measurement(total(), unsent, took, latency, waiting, lateness, failures);
    }
}

package slipway.loadtest.generator;

import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/// What a load came to. Times are in microseconds, those of requests that were answered or timed
/// out.
///
/// @param unsent requests that were due and never begun: the client was held up until the load's
///   end, or it was cut off
/// @param took from the first request that was due to the end of the last
/// @param latency from where a request was due
/// @param waiting from where it was begun: what a client that forgets its own plan would measure
/// @param lateness from where a request was due to where it was begun, of all that were sent
/// @param failures how often a request failed for which reason
public record Measurement(
        Tally tally,
        long unsent,
        Duration took,
        Histogram latency,
        Histogram waiting,
        Histogram lateness,
        Map<String, Long> failures) {}

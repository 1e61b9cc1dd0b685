package slipway.agent;

import java.time.Duration;
import java.time.Instant;

/// What one probe saw: whether the target answered, in how many milliseconds, and what else there
/// is to say.
public record Sighting(String probe, boolean up, double millis, String detail, Instant at) {
    /// This sighting as long as it is fresh; afterwards the probe hangs, which is down.
    Sighting asOf(Instant now, Duration fresh) {
        return now.isAfter(at.plus(fresh))
                ? new Sighting(probe, false, millis, "no answer since " + at, at)
                : this;
    }
}

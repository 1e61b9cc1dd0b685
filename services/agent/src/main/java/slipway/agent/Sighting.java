package slipway.agent;

import java.time.Instant;

/// What one probe saw: whether the target answered, in how many milliseconds, and what else there
/// is to say.
public record Sighting(String probe, boolean up, double millis, String detail, Instant at) {}

package slipway.loadtest.generator;

/// What became of requests: `sent = answered + failed + timedOut`, exactly, once none is under way.
///
/// @param sent those that the client began, at whatever time
/// @param answered with a status below 400, in full and in time
/// @param failed with another status, or a connection that broke or was never made
/// @param timedOut without a full answer in time
/// @param late those of `sent` that began more than [LoadSpec#LATE] after they were due
public record Tally(long sent, long answered, long failed, long timedOut, long late) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    public long underWay() {
        return sent - answered - failed - timedOut;
    }

    Tally plus(Tally other) {
        return new Tally(
                sent + other.sent,
                answered + other.answered,
                failed + other.failed,
                timedOut + other.timedOut,
                late + other.late);
    }

    Tally minus(Tally other) {
        return new Tally(
                sent - other.sent,
                answered - other.answered,
                failed - other.failed,
                timedOut - other.timedOut,
                late - other.late);
    }
}

package slipway.loadtest;

import java.time.Duration;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.InvalidSpec;
import slipway.core.Verdict;

/// The load client sent its requests when it meant to. Where it did not, it measured itself, and
/// nothing is said of the service: never violated, since nobody but the harness is to blame.
///
/// @param tolerance what counts as late
/// @param share how large a part of the requests may be late, 0 to 1
/// @param most how late any of them may be: while the client stands still, it sees nothing
public record ClientOnTime(Duration tolerance, double share, Duration most) implements Checker {
    /// Ten times what a busy machine of two cores needs to wake a thread, and a twentieth of the
    /// shortest outage that a rollout is likely to make (a second).
    private static final Duration TOLERANCE = Duration.ofMillis(50);

    /// So the client's own pauses stay out of the 99th percentile of the latency.
    private static final double SHARE = 0.01;

    /// Half of the shortest outage that a rollout is likely to make: whoever stands still for so
    /// long still sees the other half.
    private static final Duration MOST = Duration.ofMillis(500);

    public ClientOnTime {
        if (!tolerance.isPositive()
                || !(0 <= share && share < 1)
                || most.compareTo(tolerance) < 0) {
            throw new InvalidSpec(
                    "a client is on time within a tolerance above 0 for all but a share of 0 to 1,"
                            + " not within "
                            + tolerance
                            + " for all but "
                            + share
                            + " and "
                            + most
                            + " for all");
        }
    }

    public ClientOnTime() {
        this(TOLERANCE, SHARE, MOST);
    }

    @Override
    public String claim() {
        return "the load client was on time";
    }

    @Override
    public Verdict check(History history) {
        var exchanges = history.exchanges();
        long late = exchanges.stream().filter(e -> e.lateness() > tolerance.toNanos()).count();
        var figures =
                new Figures()
                        .with("sent", exchanges.size())
                        .with("late", late)
                        .with(Percentiles.ofLateness(exchanges).figures("lateness"))
                        .map();
        if (exchanges.isEmpty()) {
            return new Verdict.Undecided(claim(), "nothing was sent", figures);
        }
        if (late > share * exchanges.size()) {
            return new Verdict.Undecided(
                    claim(),
                    "%d of %d requests were sent more than %d ms late: lower the rate"
                            .formatted(late, exchanges.size(), tolerance.toMillis()),
                    figures);
        }
        long latest = exchanges.stream().mapToLong(History.Exchange::lateness).max().orElse(0);
        if (latest > most.toNanos()) {
            return new Verdict.Undecided(
                    claim(),
                    "it stood still for %d ms, and %d are too many"
                            .formatted(latest / 1_000_000, most.toMillis()),
                    figures);
        }
        return new Verdict.Holds(claim(), figures);
    }
}

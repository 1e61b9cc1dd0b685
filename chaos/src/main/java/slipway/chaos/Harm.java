package slipway.chaos;

import java.util.List;
import slipway.core.History.Exchange;
import slipway.core.Outcome;

/// What clients felt of something.
///
/// @param failed how many of their requests failed
/// @param first when the first of these was due; 0 where there is none
/// @param last when the last of these was
/// @param refusedWrites how many of them asked for a transfer, and were told that none was made
/// @param uncertainWrites how many of them asked for one, and do not know
public record Harm(int failed, long first, long last, long refusedWrites, long uncertainWrites) {
    static Harm of(List<Exchange> failed) {
        return new Harm(
                failed.size(),
                failed.stream().mapToLong(e -> e.invoked().planned()).min().orElse(0),
                failed.stream().mapToLong(e -> e.invoked().planned()).max().orElse(0),
                writes(failed, Outcome.Refused.class),
                writes(failed, Outcome.Uncertain.class));
    }

    /// Nanoseconds from when the first that failed was due to when the last was.
    public long outage() {
        return last - first;
    }

    private static long writes(List<Exchange> failed, Class<? extends Outcome> outcome) {
        return failed.stream()
                .filter(e -> e.transfer() != null && outcome.isInstance(e.outcome()))
                .count();
    }
}

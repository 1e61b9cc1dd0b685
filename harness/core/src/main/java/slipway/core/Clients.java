package slipway.core;

import java.util.List;
import slipway.core.History.Exchange;

/// What clients have seen so far in the run that is under way, for whoever has to act on it. What
/// is claimed in the end rests on the [History] alone.
@FunctionalInterface
public interface Clients {
    /// The operations that were sent at this time or later and have ended, by their ends.
    ///
    /// @param at in nanoseconds since the run began
    List<Exchange> since(long at);
}

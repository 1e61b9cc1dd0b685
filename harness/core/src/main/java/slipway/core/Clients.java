package slipway.core;

import java.util.List;
import slipway.core.History.Exchange;

/// What clients have seen so far in the run that is under way, for whoever has to act on it. What
/// is claimed in the end rests on the [History] alone.
public interface Clients {
    /// Nobody.
    Clients NONE =
            new Clients() {
                @Override
                public List<Exchange> since(long at) {
                    return List.of();
                }

                @Override
                public List<Exchange> waiting(long at) {
                    return List.of();
                }
            };

    /// The operations that were sent at this time or later and have ended, by their ends; of the
    /// last five minutes at most.
    ///
    /// @param at in nanoseconds since the run began
    List<Exchange> since(long at);

    /// The operations that were sent at this time or sooner and have not ended, by their sending.
    ///
    /// @param at in nanoseconds since the run began
    List<Exchange> waiting(long at);
}

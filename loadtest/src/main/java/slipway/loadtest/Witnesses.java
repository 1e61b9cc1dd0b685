package slipway.loadtest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import slipway.core.Event;
import slipway.core.History.Exchange;

/// The events that a violated claim shows: sending and end of its first few exchanges.
final class Witnesses {
    /// Enough to see a pattern; the history has the rest.
    static final int AT_MOST = 10;

    private Witnesses() {}

    static List<Event> of(Collection<Exchange> exchanges) {
        var events = new ArrayList<Event>();
        for (var exchange : exchanges.stream().limit(AT_MOST).toList()) {
            events.add(exchange.invoked());
            if (exchange.ended() != null) {
                events.add(exchange.ended());
            }
        }
        return events;
    }
}

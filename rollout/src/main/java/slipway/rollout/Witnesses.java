package slipway.rollout;

import java.util.List;
import java.util.Objects;
import slipway.core.Event;
import slipway.core.History.Exchange;

/// What a verdict shows of the requests that it rests on.
final class Witnesses {
    /// Enough to see what happened; a version out of its time gives one an answer.
    static final int AT_MOST = 20;

    private Witnesses() {}

    /// The ends of the first of them.
    static List<Event> of(List<Exchange> exchanges) {
        return exchanges.stream()
                .map(Exchange::ended)
                .filter(Objects::nonNull)
                .limit(AT_MOST)
                .<Event>map(Objects::requireNonNull)
                .toList();
    }
}

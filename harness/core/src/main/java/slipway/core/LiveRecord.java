package slipway.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.core.History.Exchange;

/// Records, and lets those who act look at what clients saw lately. Safe for many threads.
public final class LiveRecord implements Recorder, Clients {
    /// Nobody acts upon what is older: a run of hours takes no more memory than one of minutes.
    static final Duration KEPT = Duration.ofMinutes(5);

    private final Recorder next;
    private final Map<Long, Event.Invoked> underWay = new LinkedHashMap<>();

    /// By their ends.
    private final Deque<Exchange> ended = new ArrayDeque<>();

    /// @param next takes each event first: what it refuses has not happened
    public LiveRecord(Recorder next) {
        this.next = next;
    }

    @Override
    public void record(Event event) {
        next.record(event);
        switch (event) {
            case Event.Invoked invoked -> begin(invoked);
            case Event.Ended end -> end(end);
            default -> {}
        }
    }

    private synchronized void begin(Event.Invoked invoked) {
        underWay.put(invoked.id(), invoked);
    }

    private synchronized void end(Event.Ended end) {
        var invoked = underWay.remove(end.id());
        if (invoked != null) {
            ended.add(new Exchange(invoked, end));
        }
        while (!ended.isEmpty() && endedAt(ended.element()) < end.at() - KEPT.toNanos()) {
            ended.remove();
        }
    }

    @Override
    public synchronized List<Exchange> since(long at) {
        var since = new ArrayList<Exchange>();
        for (var last = ended.descendingIterator(); last.hasNext(); ) {
            var exchange = last.next();
            if (endedAt(exchange) < at) {
                break;
            }
            if (exchange.invoked().at() >= at) {
                since.add(exchange);
            }
        }
        return since.reversed();
    }

    @Override
    public synchronized List<Exchange> waiting(long at) {
        return underWay.values().stream()
                .filter(invoked -> invoked.at() <= at)
                .map(invoked -> new Exchange(invoked, null))
                .toList();
    }

    private static long endedAt(Exchange exchange) {
        var end = exchange.ended();
        return end == null ? Long.MAX_VALUE : end.at();
    }
}

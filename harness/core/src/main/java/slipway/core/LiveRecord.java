package slipway.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.core.History.Exchange;

/// Records, and lets those who act look at what clients saw meanwhile. Safe for many threads.
public final class LiveRecord implements Recorder, Clients {
    private final Recorder next;
    private final Map<Long, Event.Invoked> underWay = new LinkedHashMap<>();
    private final List<Exchange> ended = new ArrayList<>();

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
    }

    @Override
    public synchronized List<Exchange> since(long at) {
        int from = ended.size();
        while (from > 0 && endedAt(ended.get(from - 1)) >= at) {
            from--;
        }
        return ended.subList(from, ended.size()).stream()
                .filter(exchange -> exchange.invoked().at() >= at)
                .toList();
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

package slipway.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.History.Strike;
import slipway.core.NodeView;

/// What came of a fault, whatever is claimed of it: to clients, and beside it to the agents on the
/// nodes. It is to blame for whatever fails until the next one begins.
///
/// @param views what the agents counted meanwhile; none where nobody asked them
public record Aftermath(Strike strike, Harm harm, List<NodeView> views) {
    public Aftermath {
        views = List.copyOf(views);
    }

    /// That of each fault, by their begins. A request is the last one's that had begun when it
    /// failed; what failed before all of them is nobody's.
    public static List<Aftermath> of(History history) {
        var strikes = history.strikes();
        var counts = history.counts();
        var failed = history.exchanges().stream().filter(Exchange::failed).toList();
        var aftermaths = new ArrayList<Aftermath>();
        for (int i = 0; i < strikes.size(); i++) {
            long begin = strikes.get(i).begun();
            long next = i + 1 < strikes.size() ? strikes.get(i + 1).begun() : Long.MAX_VALUE;
            var own = failed.stream().filter(e -> begin <= e.end() && e.end() < next).toList();
            aftermaths.add(new Aftermath(strikes.get(i), Harm.of(own), views(counts, begin, next)));
        }
        return List.copyOf(aftermaths);
    }

    /// From the last count before the one to the last before the other, by those who had counted
    /// before.
    private static List<NodeView> views(List<Event.Counted> counts, long begin, long next) {
        var before = lastUntil(counts, begin);
        var since = lastUntil(counts, next);
        if (before.equals(since)) {
            return List.of();
        }
        var nodes = before.stream().map(NodeView::node).collect(Collectors.toSet());
        return NodeView.between(before, since).stream()
                .filter(view -> nodes.contains(view.node()))
                .toList();
    }

    private static List<NodeView> lastUntil(List<Event.Counted> counts, long at) {
        return counts.stream()
                .filter(count -> count.at() <= at)
                .reduce((_, last) -> last)
                .map(Event.Counted::views)
                .orElse(List.of());
    }
}

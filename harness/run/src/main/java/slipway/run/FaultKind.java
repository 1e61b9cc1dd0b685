package slipway.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import slipway.chaos.Aftermath;
import slipway.chaos.Harm;
import slipway.core.NodeView;

/// All faults of one name in a run, and what came of them.
record FaultKind(String fault, List<Aftermath> each) {
    FaultKind {
        each = List.copyOf(each);
    }

    /// In the order of the first of each.
    static List<FaultKind> of(List<Aftermath> aftermaths) {
        var kinds = new LinkedHashMap<String, List<Aftermath>>();
        aftermaths.forEach(
                one ->
                        kinds.computeIfAbsent(one.strike().fault(), _ -> new ArrayList<>())
                                .add(one));
        return kinds.entrySet().stream().map(k -> new FaultKind(k.getKey(), k.getValue())).toList();
    }

    long failed() {
        return each.stream().mapToLong(one -> one.harm().failed()).sum();
    }

    long refusedWrites() {
        return each.stream().mapToLong(one -> one.harm().refusedWrites()).sum();
    }

    long uncertainWrites() {
        return each.stream().mapToLong(one -> one.harm().uncertainWrites()).sum();
    }

    /// How long requests failed; of one after which none did, no time at all.
    String outage() {
        return spread(each.stream().map(Aftermath::harm).mapToLong(Harm::outage));
    }

    /// How long it took until all was well again, of those after which it was.
    String ready() {
        return spread(each.stream().flatMapToLong(one -> one.strike().ready().stream()));
    }

    /// By nearest rank.
    private static String spread(LongStream times) {
        var sorted = times.sorted().toArray();
        return switch (sorted.length) {
            case 0 -> "–";
            case 1 -> ReportHtml.time(sorted[0]);
            default ->
                    "%s p50, %s p99, %s max"
                            .formatted(
                                    ReportHtml.time(ReportTimeline.percentile(sorted, 0.5)),
                                    ReportHtml.time(ReportTimeline.percentile(sorted, 0.99)),
                                    ReportHtml.time(ReportTimeline.percentile(sorted, 1)));
        };
    }

    /// By node, how often its agent asked in vain.
    String inVain() {
        return inVain(each.stream().flatMap(one -> one.views().stream()).toList());
    }

    static String inVain(List<NodeView> views) {
        SortedMap<String, Long> byNode = new TreeMap<>();
        views.forEach(view -> byNode.merge(view.node(), view.failed(), Long::sum));
        return byNode.isEmpty()
                ? "–"
                : String.join(
                        ", ",
                        byNode.entrySet().stream()
                                .map(node -> "%s %d".formatted(node.getKey(), node.getValue()))
                                .toList());
    }

    /// For a person at a terminal.
    String line() {
        var times = each.size() == 1 ? "" : ", %d times".formatted(each.size());
        var cost =
                failed() == 0
                        ? "no request failed"
                        : "%d requests failed for %s, %d writes refused, %d uncertain"
                                .formatted(failed(), outage(), refusedWrites(), uncertainWrites());
        return "%s%s: %s; all well after %s".formatted(fault, times, cost, ready());
    }
}

package slipway.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Workload;

/// The series of the timeline, binned so that a page of half an hour is as light as one of a
/// minute.
final class ReportTimeline {
    /// Widths of a bin in milliseconds: the first that does not exceed [#BINS] is taken.
    private static final int[] WIDTHS = {250, 500, 1_000, 2_000, 5_000, 15_000, 60_000};

    /// About two for each pixel of the drawing: more cannot be seen.
    private static final int BINS = 2_400;

    /// Failures drawn one by one; all of them are in the bins' counts.
    private static final int MARKS = 1_500;

    private static final double NANOS_A_SECOND = 1e9;
    private static final double NANOS_A_MILLI = 1e6;

    private ReportTimeline() {}

    static ObjectNode of(History history, Workload subject, String from) {
        var node = Json.object();
        double end = history.end() / NANOS_A_SECOND;
        node.put("end", round(end, 3));
        bins(node, history);
        marks(node, history);
        pods(node, history, subject, from);
        spans(node, history);
        return node;
    }

    private static void bins(ObjectNode node, History history) {
        long last =
                history.exchanges().isEmpty()
                        ? 0
                        : history.exchanges().getLast().invoked().planned();
        long width = WIDTHS[WIDTHS.length - 1] * 1_000_000L;
        for (int i = WIDTHS.length - 1; i >= 0; i--) {
            if (last / (WIDTHS[i] * 1_000_000L) < BINS) {
                width = WIDTHS[i] * 1_000_000L;
            }
        }
        int bins = Math.toIntExact(last / width) + 1;
        var latencies = new ArrayList<List<Long>>();
        for (int i = 0; i < bins; i++) {
            latencies.add(new ArrayList<>());
        }
        var failed = new int[bins];
        var late = new long[bins];
        for (var exchange : history.exchanges()) {
            int bin = (int) Math.max(0, exchange.invoked().planned() / width);
            if (exchange.outcome().answered()) {
                latencies.get(bin).add(exchange.latency());
            } else if (exchange.failed()) {
                failed[bin]++;
            }
            late[bin] = Math.max(late[bin], exchange.lateness());
        }
        node.put("bin", round(width / NANOS_A_SECOND, 3));
        var p50 = node.putArray("p50");
        var p99 = node.putArray("p99");
        var max = node.putArray("max");
        var answered = node.putArray("answered");
        var failures = node.putArray("failed");
        var lateness = node.putArray("late");
        for (int i = 0; i < bins; i++) {
            var sorted = latencies.get(i).stream().mapToLong(Long::longValue).sorted().toArray();
            add(p50, percentile(sorted, 0.50));
            add(p99, percentile(sorted, 0.99));
            add(max, percentile(sorted, 1));
            answered.add(sorted.length);
            failures.add(failed[i]);
            lateness.add(round(late[i] / NANOS_A_MILLI, 1));
        }
    }

    /// Nearest rank; -1 where there is nothing.
    static long percentile(long[] sorted, double share) {
        return sorted.length == 0
                ? -1
                : sorted[
                        Math.clamp(
                                (int) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }

    private static void add(ArrayNode to, long nanos) {
        if (nanos < 0) {
            to.addNull();
        } else {
            number(to, millis(nanos));
        }
    }

    /// Three digits are what a drawing shows; not below 0.1 ms, since the scale is logarithmic.
    private static double millis(long nanos) {
        double millis = Math.max(0.1, nanos / NANOS_A_MILLI);
        return round(millis, millis < 10 ? 2 : millis < 100 ? 1 : 0);
    }

    private static void marks(ObjectNode node, History history) {
        var failed = history.exchanges().stream().filter(History.Exchange::failed).toList();
        node.put("failures", failed.size());
        var marks = node.putArray("marks");
        // Evenly thinned, the first and the last included.
        int shown = Math.min(MARKS, failed.size());
        for (int i = 0; i < shown; i++) {
            int index = shown == 1 ? 0 : (int) ((long) i * (failed.size() - 1) / (shown - 1));
            var exchange = failed.get(index);
            var mark = marks.addArray();
            number(mark, round(exchange.invoked().planned() / NANOS_A_SECOND, 3));
            number(mark, millis(exchange.latency()));
        }
    }

    private static void pods(ObjectNode node, History history, Workload subject, String from) {
        var seen = history.observations(subject);
        var versions =
                seen.stream()
                        .flatMap(o -> o.replicas().versions().keySet().stream())
                        .distinct()
                        .sorted(
                                Comparator.comparing((String v) -> !ofLabel(v, from))
                                        .thenComparing(Comparator.naturalOrder()))
                        .toList();
        var pods = node.putObject("pods");
        pods.put("workload", subject.toString());
        var names = pods.putArray("versions");
        versions.forEach(names::add);
        var times = pods.putArray("t");
        var promised = pods.putArray("promised");
        var ready = pods.putArray("ready");
        var each = versions.stream().map(_ -> Json.NODES.arrayNode()).toList();
        for (var observed : states(seen)) {
            number(times, round(observed.at() / NANOS_A_SECOND, 3));
            promised.add(observed.replicas().promised());
            ready.add(observed.replicas().ready());
            for (int i = 0; i < versions.size(); i++) {
                each.get(i).add(observed.replicas().versions().getOrDefault(versions.get(i), 0));
            }
        }
        var byVersion = pods.putArray("byVersion");
        each.forEach(byVersion::add);
    }

    /// Only those that differ from the one before in what is drawn.
    private static List<Event.Observed> states(List<Event.Observed> seen) {
        var states = new ArrayList<Event.Observed>();
        for (var observed : seen) {
            if (states.isEmpty() || !same(states.getLast(), observed)) {
                states.add(observed);
            }
        }
        return states;
    }

    private static boolean same(Event.Observed a, Event.Observed b) {
        return a.replicas().ready() == b.replicas().ready()
                && a.replicas().promised() == b.replicas().promised()
                && a.replicas().versions().equals(b.replicas().versions());
    }

    /// The tag `v1-0a1b2c3d` is of the label `v1`; `v2-drainless-0a1b2c3d` is not of `v2`.
    private static boolean ofLabel(String tag, String label) {
        return tag.equals(label) || tag.matches(Pattern.quote(label) + "-[0-9a-f]{8}");
    }

    private static void spans(ObjectNode node, History history) {
        var spans = node.putArray("spans");
        var strikes = new HashMap<History.Span, History.Strike>();
        history.strikes().forEach(strike -> strikes.put(strike.seen(), strike));
        for (var span : history.spans()) {
            var drawn = spans.addObject();
            var strike = strikes.get(span);
            if (strike != null) {
                strike(drawn, strike);
            }
            drawn.put("name", span.step())
                    .put("phase", ReportWords.phase(span.step()))
                    .put("begin", round(span.begin() / NANOS_A_SECOND, 3))
                    .put("end", round(Math.min(span.end(), history.end()) / NANOS_A_SECOND, 3))
                    .put("open", span.end() == Long.MAX_VALUE)
                    .put("failure", span.failure());
        }
    }

    /// Planned: from when to when it was meant to be, where it is not as long as something else.
    /// Real: from its deed to where it was ended, where it does not end by itself.
    private static void strike(ObjectNode drawn, History.Strike strike) {
        var planned = drawn.putArray("planned").add(seconds(strike.plan().from()));
        var until = strike.plan().until();
        if (until != null) {
            planned.add(seconds(until));
        }
        var real = drawn.putArray("real").add(seconds(strike.begun()));
        var undone = strike.undone();
        if (undone != null) {
            real.add(seconds(undone));
        }
    }

    private static double seconds(long nanos) {
        return round(nanos / NANOS_A_SECOND, 3);
    }

    private static double round(double value, int places) {
        double factor = Math.pow(10, places);
        return Math.round(value * factor) / factor;
    }

    /// Whole numbers without the `.0`, which would be a third of the page.
    private static void number(ArrayNode to, double value) {
        if (value == Math.rint(value)) {
            to.add((long) value);
        } else {
            to.add(value);
        }
    }

    /// What the tables say of the client: p50, p99 and the worst lateness, in nanoseconds.
    static long[] lateness(History history) {
        var sorted = history.exchanges().stream().mapToLong(History.Exchange::lateness).toArray();
        Arrays.sort(sorted);
        return new long[] {
            percentile(sorted, 0.50), percentile(sorted, 0.99), percentile(sorted, 1)
        };
    }
}

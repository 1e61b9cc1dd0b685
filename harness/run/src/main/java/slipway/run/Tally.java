package slipway.run;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/// How often each scenario ended in each verdict.
final class Tally {
    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

    void add(Performance performance) {
        counts.computeIfAbsent(performance.scenario().name(), _ -> new TreeMap<>())
                .merge(performance.worst().word(), 1, Integer::sum);
    }

    void tell(PrintWriter out) {
        counts.forEach(
                (name, verdicts) -> {
                    int runs = verdicts.values().stream().mapToInt(Integer::intValue).sum();
                    verdicts.forEach(
                            (word, count) ->
                                    out.printf(
                                            "%s: %s in %d of %d runs%n", name, word, count, runs));
                });
    }
}

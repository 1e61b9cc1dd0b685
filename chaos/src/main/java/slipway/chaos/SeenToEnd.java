package slipway.chaos;

import java.util.LinkedHashMap;
import java.util.Set;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Verdict;

/// Each fault was seen from outside to begin and to end. Where one was not, nothing is said of the
/// service: never violated.
///
/// @param faults the names of the steps in which they are seen ([Injection#seen()]): there is one
///   at least
public record SeenToEnd(Set<String> faults) implements Checker {
    public SeenToEnd {
        faults = Set.copyOf(faults);
    }

    /// Of one.
    public SeenToEnd(String fault) {
        this(Set.of(fault));
    }

    @Override
    public String claim() {
        return "each fault is seen to begin and to end";
    }

    @Override
    public Verdict check(History history) {
        var seen = history.spans().stream().filter(s -> faults.contains(s.step())).toList();
        var figures = new LinkedHashMap<String, Number>();
        figures.put("faults", seen.size());
        if (seen.isEmpty()) {
            return new Verdict.Undecided(claim(), "nobody saw a fault", figures);
        }
        for (var span : seen) {
            if (span.end() == Long.MAX_VALUE || span.failure() != null) {
                return new Verdict.Undecided(
                        claim(),
                        "nobody saw the end of the %s: %s".formatted(span.step(), span.failure()),
                        figures);
            }
        }
        figures.put(
                "longestMillis",
                seen.stream().mapToLong(s -> s.end() - s.begin()).max().orElse(0) / 1_000_000);
        return new Verdict.Holds(claim(), figures);
    }
}

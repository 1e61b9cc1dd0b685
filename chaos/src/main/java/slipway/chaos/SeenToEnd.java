package slipway.chaos;

import java.util.LinkedHashMap;
import java.util.Set;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Verdict;

/// Each fault was seen from outside to begin and to end. Where one was not, nothing is said of the
/// service: never violated.
///
/// @param faults the names of the steps in which they are seen ([Injection#seen()])
/// @param least so many of them there are, or the run says nothing
public record SeenToEnd(Set<String> faults, int least) implements Checker {
    public SeenToEnd {
        faults = Set.copyOf(faults);
    }

    /// Each of them once.
    public SeenToEnd(String... faults) {
        this(Set.of(faults), faults.length);
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
        if (seen.size() < least) {
            return new Verdict.Undecided(
                    claim(), "%d were seen, of %d".formatted(seen.size(), least), figures);
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

package slipway.chaos;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Step;
import slipway.core.Verdict;

/// Each fault was seen from outside to begin and to end. Where one was not, or too few were,
/// nothing is said of the service: never violated.
///
/// @param faults the names of the steps in which they are seen ([Injection#seen()])
/// @param each whether each of these has to be seen at least once
/// @param least so many there are in all
/// @param every one for each such time of the run, as well; null where time does not matter
public record SeenToEnd(Set<String> faults, boolean each, int least, @Nullable Duration every)
        implements Checker {
    public SeenToEnd {
        faults = Set.copyOf(faults);
    }

    /// Each of them once.
    public SeenToEnd(String... faults) {
        this(Set.of(faults), true, faults.length, null);
    }

    /// Each of them at least once, and so many in all.
    public static SeenToEnd each(int least, Set<String> faults) {
        return new SeenToEnd(faults, true, least, null);
    }

    /// Whichever of them the dice choose: one in each such time.
    public static SeenToEnd oneIn(Duration every, Set<String> faults) {
        return new SeenToEnd(faults, false, 1, every);
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
        long due = Math.max(least, due(history));
        if (seen.size() < due) {
            return new Verdict.Undecided(
                    claim(), "%d were seen, of %d".formatted(seen.size(), due), figures);
        }
        var never = new TreeSet<>(faults);
        seen.forEach(span -> never.remove(span.step()));
        if (each && !never.isEmpty()) {
            return new Verdict.Undecided(
                    claim(), "never seen: " + String.join(", ", never), figures);
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

    private long due(History history) {
        return every == null
                ? 0
                : history.span(Step.RUN)
                        .map(run -> (run.end() - run.begin()) / every.toNanos())
                        .orElse(0L);
    }
}

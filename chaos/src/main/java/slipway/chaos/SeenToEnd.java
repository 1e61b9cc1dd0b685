package slipway.chaos;

import java.util.LinkedHashMap;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Verdict;

/// The fault was seen from outside to begin and to end. Where it was not, nothing is said of the
/// service: never violated.
///
/// @param fault the name of the step in which it was seen
public record SeenToEnd(String fault) implements Checker {
    @Override
    public String claim() {
        return "the fault is seen to begin and to end";
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var span = history.span(fault);
        if (span.isEmpty()) {
            return new Verdict.Undecided(claim(), "nobody saw that " + fault, figures);
        }
        var seen = span.get();
        if (seen.end() == Long.MAX_VALUE || seen.failure() != null) {
            return new Verdict.Undecided(
                    claim(), "nobody saw the end of it: " + seen.failure(), figures);
        }
        figures.put("faultMillis", (seen.end() - seen.begin()) / 1_000_000);
        return new Verdict.Holds(claim(), figures);
    }
}

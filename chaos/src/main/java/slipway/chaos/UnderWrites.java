package slipway.chaos;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.History.Span;
import slipway.core.Verdict;

/// Enough was promised right before the faults that something could be lost: without writes a kill
/// proves nothing. A fault before which there were too few is void; where many are, or the only
/// one, so is the trial, and nobody is blamed: never violated.
///
/// @param before the name of the step that ends where a fault begins ([Injection#before()])
/// @param perSecond how many were acknowledged a second, at least (issue 5: 100)
public record UnderWrites(String before, int perSecond) implements Checker {
    /// A host that is busy with something else for a moment in half an hour leaves nine of ten.
    private static final double VOID = 0.1;

    @Override
    public String claim() {
        return "at least %d transfers a second were acknowledged right before nine of ten faults"
                .formatted(perSecond);
    }

    @Override
    public Verdict check(History history) {
        var spans = history.spans().stream().filter(span -> span.step().equals(before)).toList();
        if (spans.isEmpty() || spans.getLast().end() == Long.MAX_VALUE) {
            return new Verdict.Undecided(claim(), "there was no fault", Map.of());
        }
        var rates = spans.stream().map(span -> rate(history, span)).toList();
        double least = Collections.min(rates);
        long few = rates.stream().filter(rate -> rate < perSecond).count();
        var figures = new LinkedHashMap<String, Number>();
        figures.put("faults", rates.size() - few);
        figures.put("void", few);
        figures.put("acknowledgedPerSecondMin", least);
        return few > VOID * rates.size()
                ? new Verdict.Undecided(
                        claim(),
                        "before %d of %d there were fewer, at least %.1f a second"
                                .formatted(few, rates.size(), Math.floor(least * 10) / 10),
                        figures)
                : new Verdict.Holds(claim(), figures);
    }

    private static double rate(History history, Span span) {
        long acknowledged =
                history.acknowledgedWrites()
                        .map(History.Exchange::ended)
                        .filter(ended -> ended != null && span.contains(ended.at()))
                        .count();
        return acknowledged / ((span.end() - span.begin()) / 1e9);
    }
}

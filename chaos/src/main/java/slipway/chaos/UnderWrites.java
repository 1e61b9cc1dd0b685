package slipway.chaos;

import java.util.Map;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Verdict;

/// Enough was promised right before the fault that something could be lost: without writes a kill
/// proves nothing. Where there were too few the trial is void, and nobody is blamed: never
/// violated.
///
/// @param before the name of the step that ends where the fault begins ([Injection#before()])
/// @param perSecond how many were acknowledged a second, at least (issue 5: 100)
public record UnderWrites(String before, int perSecond) implements Checker {
    @Override
    public String claim() {
        return "at least %d transfers a second were acknowledged right before the fault"
                .formatted(perSecond);
    }

    @Override
    public Verdict check(History history) {
        var span = history.span(before);
        if (span.isEmpty() || span.get().end() == Long.MAX_VALUE) {
            return new Verdict.Undecided(claim(), "there was no fault", Map.of());
        }
        var seconds = (span.get().end() - span.get().begin()) / 1e9;
        long acknowledged =
                history.acknowledgedWrites()
                        .map(History.Exchange::ended)
                        .filter(ended -> ended != null && span.get().contains(ended.at()))
                        .count();
        double rate = acknowledged / seconds;
        var figures = Map.<String, Number>of("acknowledgedPerSecond", rate);
        return rate < perSecond
                ? new Verdict.Undecided(
                        claim(), "there were %.1f a second".formatted(rate), figures)
                : new Verdict.Holds(claim(), figures);
    }
}

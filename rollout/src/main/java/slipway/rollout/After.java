package slipway.rollout;

import java.util.List;
import java.util.Map;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.Verdict;

/// What clients saw once a version was taken back: nobody may fail any more.
///
/// @param asked the requests that were sent after it
record After(List<Exchange> asked, Map<String, Number> figures) {
    /// @param until in nanoseconds since the run began
    /// @param figures get those of what came after
    static After of(History history, long until, Map<String, Number> figures) {
        var asked = history.exchanges().stream().filter(e -> e.invoked().at() > until).toList();
        figures.put("offeredAfter", asked.size());
        figures.put("failedAfter", asked.stream().filter(Exchange::failed).count());
        if (!asked.isEmpty()) {
            figures.put("stayedMillis", (asked.getLast().invoked().at() - until) / 1_000_000);
        }
        return new After(asked, figures);
    }

    /// Where all else holds.
    Verdict judged(String claim) {
        var failed = asked.stream().filter(Exchange::failed).toList();
        if (!failed.isEmpty()) {
            return new Verdict.Violated(
                    claim,
                    "%d of %d requests failed after it".formatted(failed.size(), asked.size()),
                    Witnesses.of(failed),
                    figures);
        }
        return asked.isEmpty()
                ? new Verdict.Undecided(claim, "nobody asked anything after it", figures)
                : new Verdict.Holds(claim, figures);
    }
}

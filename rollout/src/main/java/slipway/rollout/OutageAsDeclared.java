package slipway.rollout;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Verdict;

/// A rollout that costs an outage costs no more than was declared: requests fail only while its
/// step is under way, and from the first that failed to the last is no longer than that.
///
/// Undecided where nothing failed: nobody has measured an outage then.
///
/// @param step the name of the rollout's step
public record OutageAsDeclared(String step, Duration declared) implements Checker {
    /// How long after the step, which ends with the new pods' readiness, the outage may still be
    /// felt: all of them are new JVMs, and meet the whole load at once. Measured on two busy cores:
    /// requests sent up to 2.9 s after it got no answer in time.
    private static final Duration GETTING_GOING = Duration.ofSeconds(5);

    @Override
    public String claim() {
        return "requests fail only while the rollout is under way, for %d s at most"
                .formatted(declared.toSeconds());
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var span = history.span(step).filter(s -> s.end() != Long.MAX_VALUE);
        if (span.isEmpty()) {
            return new Verdict.Undecided(claim(), "the rollout has no begin and end", figures);
        }
        long end = span.get().end() + GETTING_GOING.toNanos();
        var failed = history.exchanges().stream().filter(History.Exchange::failed).toList();
        figures.put("offered", history.exchanges().size());
        figures.put("failed", failed.size());
        if (failed.isEmpty()) {
            return new Verdict.Undecided(
                    claim(), "no request failed: there was no outage to measure", figures);
        }
        long first = failed.getFirst().invoked().planned();
        long last = failed.stream().mapToLong(e -> e.invoked().planned()).max().orElse(first);
        figures.put("outageMillis", (last - first) / 1_000_000);
        var outside =
                failed.stream()
                        .filter(
                                e ->
                                        e.invoked().at() > end
                                                || (e.ended() != null
                                                        && e.ended().at() < span.get().begin()))
                        .toList();
        if (!outside.isEmpty()) {
            return new Verdict.Violated(
                    claim(),
                    outside.size() + " requests failed while no rollout was under way",
                    Witnesses.of(outside),
                    figures);
        }
        if (last - first > declared.toNanos()) {
            return new Verdict.Violated(
                    claim(),
                    "requests failed for %d ms".formatted((last - first) / 1_000_000),
                    Witnesses.of(List.of(failed.getFirst(), failed.getLast())),
                    figures);
        }
        return new Verdict.Holds(claim(), figures);
    }
}

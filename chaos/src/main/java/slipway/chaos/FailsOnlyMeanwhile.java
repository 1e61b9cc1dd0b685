package slipway.chaos;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.Verdict;

/// What a fault costs clients is bounded: requests fail only from its begin on, and from the first
/// that failed to the last is no longer than was declared.
///
/// Where nothing failed it holds, and costs nothing: that the fault was there another claim says.
///
/// @param step the name of the fault's step
/// @param declared from when the first failed request was due to when the last was
public record FailsOnlyMeanwhile(String step, Duration declared) implements Checker {
    private static final int WITNESSES = 20;

    @Override
    public String claim() {
        return claim(declared);
    }

    /// The claim of each that is declared so.
    public static String claim(Duration declared) {
        return "requests fail for at most %d ms after the fault".formatted(declared.toMillis());
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var span = history.span(step);
        if (span.isEmpty()) {
            return new Verdict.Undecided(claim(), "there was no fault", figures);
        }
        var failed = history.exchanges().stream().filter(Exchange::failed).toList();
        figures.put("offered", history.exchanges().size());
        figures.put("failed", failed.size());
        var harm = Harm.of(failed);
        figures.put("refusedWrites", harm.refusedWrites());
        figures.put("uncertainWrites", harm.uncertainWrites());
        if (span.get().end() != Long.MAX_VALUE) {
            figures.put("readyMillis", (span.get().end() - span.get().begin()) / 1_000_000);
        }
        if (failed.isEmpty()) {
            return new Verdict.Holds(claim(), figures);
        }
        long begin = span.get().begin();
        var before = failed.stream().filter(e -> e.end() < begin).toList();
        if (!before.isEmpty()) {
            return new Verdict.Violated(
                    claim(),
                    before.size() + " requests failed before there was a fault",
                    witnesses(before),
                    figures);
        }
        figures.put("outageMillis", harm.outage() / 1_000_000);
        return harm.outage() > declared.toNanos()
                ? new Verdict.Violated(
                        claim(),
                        "from the first that failed to the last it was %d ms"
                                .formatted(harm.outage() / 1_000_000),
                        witnesses(List.of(failed.getFirst(), failed.getLast())),
                        figures)
                : new Verdict.Holds(claim(), figures);
    }

    private static List<Event> witnesses(List<Exchange> exchanges) {
        return exchanges.stream()
                .limit(WITNESSES)
                .<Event>map(e -> e.ended() == null ? e.invoked() : e.ended())
                .toList();
    }
}

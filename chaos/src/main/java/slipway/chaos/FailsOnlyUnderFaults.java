package slipway.chaos;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.History.Span;
import slipway.core.Verdict;

/// Clients fail only while something is the matter: each request that failed was under way between
/// the begin of a fault and some time after its end.
///
/// @param steps the names of the faults' steps ([Injection#step()])
/// @param grace how long after the end of one
public record FailsOnlyUnderFaults(Set<String> steps, Duration grace) implements Checker {
    private static final int WITNESSES = 20;

    public FailsOnlyUnderFaults {
        steps = Set.copyOf(steps);
    }

    @Override
    public String claim() {
        return claim(grace);
    }

    /// The claim of each that is declared so.
    public static String claim(Duration grace) {
        return "requests fail only during faults, and for %d s after each"
                .formatted(grace.toSeconds());
    }

    @Override
    public Verdict check(History history) {
        var faults = history.spans().stream().filter(s -> steps.contains(s.step())).toList();
        var failed = history.exchanges().stream().filter(Exchange::failed).toList();
        var figures = new LinkedHashMap<String, Number>();
        figures.put("faults", faults.size());
        figures.put("offered", history.exchanges().size());
        figures.put("failed", failed.size());
        if (faults.isEmpty()) {
            return new Verdict.Undecided(claim(), "there was no fault", figures);
        }
        var otherwise = failed.stream().filter(e -> faults.stream().noneMatch(f -> under(f, e)));
        var witnesses = otherwise.toList();
        figures.put("failedOtherwise", witnesses.size());
        return witnesses.isEmpty()
                ? new Verdict.Holds(claim(), figures)
                : new Verdict.Violated(
                        claim(),
                        "%d of the %d that failed did so when nothing was the matter"
                                .formatted(witnesses.size(), failed.size()),
                        events(witnesses),
                        figures);
    }

    private boolean under(Span fault, Exchange exchange) {
        var ended = exchange.ended();
        boolean before = ended != null && ended.at() < fault.begin();
        boolean after =
                fault.end() != Long.MAX_VALUE
                        && exchange.invoked().planned() > fault.end() + grace.toNanos();
        return !before && !after;
    }

    private static List<Event> events(List<Exchange> exchanges) {
        return exchanges.stream()
                .limit(WITNESSES)
                .<Event>map(e -> e.ended() == null ? e.invoked() : e.ended())
                .toList();
    }
}

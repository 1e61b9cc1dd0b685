package slipway.loadtest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import slipway.core.Checker;
import slipway.core.Connection;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.InvalidSpec;
import slipway.core.Outcome;
import slipway.core.Step;
import slipway.core.Verdict;

/// Every request of the load was answered with success; a refusal and a timeout are failures alike.
/// A request that has no end at all was cut off together with the run, which says nothing of the
/// service: each client gives up by itself. Nor do failures where the client was not on time
/// ([ClientOnTime]): one that stood still may have run into its own deadlines.
///
/// @param atLeast with fewer requests it stays undecided: n requests without a failure only show
///   that at most 3 in n fail (95 % confidence, the rule of three)
public record NoFailedRequests(int atLeast) implements Checker {
    /// An upper limit of 0.3 %; a steady state of 5 s at 200 a second has as many.
    private static final int SAMPLE = 1_000;

    private static final double NANOS_A_MILLI = 1_000_000;

    public NoFailedRequests {
        if (atLeast < 1) {
            throw new InvalidSpec("no failure among " + atLeast + " requests proves nothing");
        }
    }

    public NoFailedRequests() {
        this(SAMPLE);
    }

    @Override
    public String claim() {
        return "no request failed";
    }

    @Override
    public Verdict check(History history) {
        var exchanges = history.exchanges();
        var failed = exchanges.stream().filter(Exchange::failed).toList();
        int open = Math.toIntExact(count(exchanges, e -> e.ended() == null));
        var figures = figures(history, exchanges, failed, open);
        if (!failed.isEmpty()
                && new ClientOnTime().check(history) instanceof Verdict.Undecided late) {
            return new Verdict.Undecided(
                    claim(),
                    "%d of %d requests failed, but the client is not to be trusted: %s"
                            .formatted(failed.size(), exchanges.size(), late.why()),
                    figures);
        }
        if (!failed.isEmpty()) {
            return new Verdict.Violated(
                    claim(),
                    "%d of %d requests failed; the first: %s"
                            .formatted(
                                    failed.size(),
                                    exchanges.size(),
                                    words(failed.getFirst().outcome())),
                    Witnesses.of(failed),
                    figures);
        }
        if (open > 0) {
            return new Verdict.Undecided(
                    claim(),
                    "the run was cut off with %d of %d requests under way"
                            .formatted(open, exchanges.size()),
                    figures);
        }
        if (exchanges.size() < atLeast) {
            return new Verdict.Undecided(
                    claim(),
                    "only %d requests were made, and it takes %d"
                            .formatted(exchanges.size(), atLeast),
                    figures);
        }
        return new Verdict.Holds(claim(), figures);
    }

    private static Map<String, Number> figures(
            History history, List<Exchange> exchanges, List<Exchange> failed, int open) {
        var figures =
                new Figures()
                        .with("offered", exchanges.size())
                        .with("answered", exchanges.size() - failed.size() - open)
                        .with("failed", failed.size())
                        .with("refused", count(failed, e -> e.outcome() instanceof Outcome.Refused))
                        .with(
                                "timedOut",
                                count(failed, e -> e.outcome() instanceof Outcome.Uncertain))
                        .with("offeredFresh", count(exchanges, on(Connection.FRESH)))
                        .with("failedFresh", count(failed, on(Connection.FRESH)))
                        .with("offeredKept", count(exchanges, on(Connection.KEPT)))
                        .with("failedKept", count(failed, on(Connection.KEPT)))
                        .with("offeredSlow", count(exchanges, on(Connection.SLOW)))
                        .with("failedSlow", count(failed, on(Connection.SLOW)))
                        .with("longestGapMillis", longestGap(history) / NANOS_A_MILLI);
        if (open > 0) {
            figures.with("cutOff", open);
        } else if (failed.isEmpty() && !exchanges.isEmpty()) {
            figures.with("upperBound95", Math.min(1, 3.0 / exchanges.size()));
        }
        return figures.with(Percentiles.ofLatency(exchanges).figures("latency")).map();
    }

    /// The longest time, in nanoseconds, in which no request ended well although some were due.
    /// Phases are looked at one by one, since nothing is offered between them; slow lines not at
    /// all, since they end when their clients like.
    private static long longestGap(History history) {
        var phases =
                Stream.of(Step.STEADY, Step.RUN)
                        .map(history::span)
                        .flatMap(Optional::stream)
                        .map(history::exchanges)
                        .toList();
        return (phases.isEmpty() ? List.of(history.exchanges()) : phases)
                .stream()
                        .map(phase -> phase.stream().filter(on(Connection.SLOW).negate()).toList())
                        .mapToLong(NoFailedRequests::longestGap)
                        .max()
                        .orElse(0);
    }

    private static long longestGap(List<Exchange> phase) {
        if (phase.isEmpty()) {
            return 0;
        }
        long before = phase.getFirst().invoked().planned();
        long end = phase.stream().mapToLong(NoFailedRequests::end).max().orElse(before);
        var answers =
                phase.stream()
                        .filter(e -> e.outcome().answered())
                        .mapToLong(NoFailedRequests::end)
                        .sorted();
        long longest = 0;
        for (long at : LongStream.concat(answers, LongStream.of(end)).toArray()) {
            longest = Math.max(longest, at - before);
            before = at;
        }
        return longest;
    }

    private static long end(Exchange exchange) {
        var ended = exchange.ended();
        return ended == null ? exchange.invoked().at() : ended.at();
    }

    private static Predicate<Exchange> on(Connection connection) {
        return e -> e.invoked().connection() == connection;
    }

    private static long count(List<Exchange> exchanges, Predicate<Exchange> of) {
        return exchanges.stream().filter(of).count();
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Acknowledged(var status, _) -> "answered " + status;
            case Outcome.Unmet(var status) -> "answered " + status;
            case Outcome.Refused(var status, var reason) ->
                    "refused with %d %s".formatted(status, reason);
            case Outcome.Uncertain(var reason) -> "uncertain: " + reason;
        };
    }
}

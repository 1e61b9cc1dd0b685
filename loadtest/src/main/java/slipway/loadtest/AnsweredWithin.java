package slipway.loadtest;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.History.Strike;
import slipway.core.InvalidSpec;
import slipway.core.Outcome;
import slipway.core.Verdict;

/// While something is the matter behind the service, whoever has a connection is told yes or no
/// within a bound: nobody is left to wait until his own patience ends.
///
/// The bound counts from where a request was sent, not from where it was due, and without what a
/// slow line takes: it is the service's. A connection that broke has answered in its way. Not
/// decided where the client was not on time ([ClientOnTime]): who stands still hears late.
///
/// @param share how large a part of the requests that were under way while a fault was there may
///   wait for longer, 0 to 1
public record AnsweredWithin(Duration bound, double share) implements Checker {
    public AnsweredWithin {
        if (!bound.isPositive() || !(0 <= share && share < 1)) {
            throw new InvalidSpec(
                    "an answer takes a time above 0 for all but a share of 0 to 1, not %s for all but %s"
                            .formatted(bound, share));
        }
    }

    @Override
    public String claim() {
        return "meanwhile %.0f %% of requests are answered, well or not, within %d s"
                .formatted(100 * (1 - share), bound.toSeconds());
    }

    @Override
    public Verdict check(History history) {
        var strikes = history.strikes();
        var connected =
                history.exchanges().stream()
                        .filter(AnsweredWithin::connected)
                        .filter(e -> strikes.stream().anyMatch(strike -> amid(strike, e)))
                        .toList();
        var ended = connected.stream().filter(e -> e.ended() != null).toList();
        var late =
                ended.stream()
                        .filter(e -> e.waiting() > bound.toNanos())
                        .sorted(Comparator.comparingLong(Exchange::waiting).reversed())
                        .toList();
        var figures = figures(ended, late);
        if (strikes.isEmpty()) {
            return new Verdict.Undecided(claim(), "there was no fault", figures);
        }
        if (late.size() > share * ended.size()) {
            if (new ClientOnTime().check(history) instanceof Verdict.Undecided standstill) {
                return new Verdict.Undecided(
                        claim(),
                        "%d of %d waited for longer, but the client is not to be trusted: %s"
                                .formatted(late.size(), ended.size(), standstill.why()),
                        figures);
            }
            return new Verdict.Violated(
                    claim(),
                    "%d of %d waited for longer, the one that did longest for %d ms"
                            .formatted(
                                    late.size(),
                                    ended.size(),
                                    late.getFirst().waiting() / 1_000_000),
                    Witnesses.of(late),
                    figures);
        }
        if (ended.size() < connected.size()) {
            return new Verdict.Undecided(
                    claim(),
                    "the run was cut off with %d of %d requests under way"
                            .formatted(connected.size() - ended.size(), connected.size()),
                    figures);
        }
        return ended.isEmpty()
                ? new Verdict.Undecided(claim(), "nobody asked meanwhile", figures)
                : new Verdict.Holds(claim(), figures);
    }

    private static Map<String, Number> figures(List<Exchange> ended, List<Exchange> late) {
        var reads = ended.stream().filter(e -> e.transfer() == null).toList();
        var writes = ended.stream().filter(e -> e.transfer() != null).toList();
        var ofReads = Percentiles.ofWaiting(reads);
        var ofWrites = Percentiles.ofWaiting(writes);
        return new Figures()
                .with("reads", reads.size())
                .with("readsWaitedP99Millis", ofReads.p99())
                .with("readsWaitedMaxMillis", ofReads.max())
                .with("writes", writes.size())
                .with("writesWaitedP99Millis", ofWrites.p99())
                .with("writesWaitedMaxMillis", ofWrites.max())
                .with("late", late.size())
                .map();
    }

    /// Whether it was under way at some time between the fault's deed and where all was well again.
    private static boolean amid(Strike strike, Exchange exchange) {
        return strike.begun() <= exchange.end() && exchange.invoked().at() <= strike.seen().end();
    }

    /// As [HttpService] tells of one that was never made.
    private static boolean connected(Exchange exchange) {
        return !(exchange.outcome() instanceof Outcome.Refused(var status, _) && status == 0);
    }
}

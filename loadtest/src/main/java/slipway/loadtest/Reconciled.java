package slipway.loadtest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slipway.core.Books;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.Order;
import slipway.core.Outcome;
import slipway.core.Transfer;
import slipway.core.Verdict;

/// The clients' ledger and the service's agree: every transfer in the books goes back to one that a
/// client of this run asked for, and may have got; and as many stand there as were acknowledged,
/// plus the uncertain ones that turn out done.
public record Reconciled() implements Checker {
    @Override
    public String claim() {
        return "the ledgers of clients and service reconcile, with nothing unexplained";
    }

    @Override
    public Verdict check(History history) {
        var read = history.read();
        if (read.isEmpty()) {
            return new Verdict.Undecided(claim(), "no final read succeeded", Map.of());
        }
        var writes = history.orders().map(Order::decisive).toList();
        var booked = read.get().books().transfers();
        var unexplained = unexplained(writes, booked);
        var keys = keys(booked);
        var promised = writes.stream().filter(w -> w.outcome().acknowledged()).toList();
        var missing = promised.stream().filter(w -> !keys.contains(key(w))).toList();
        long acknowledged = promised.size();
        long uncertainDone =
                writes.stream()
                        .filter(w -> w.outcome() instanceof Outcome.Uncertain)
                        .filter(w -> keys.contains(key(w)))
                        .count();
        var figures =
                new Figures()
                        .with("asked", writes.size())
                        .with("acknowledged", acknowledged)
                        .with("uncertainDone", uncertainDone)
                        .with("inTheBooks", booked.size())
                        .with("unexplained", unexplained.size())
                        .with("missing", missing.size())
                        .map();
        if (!unexplained.isEmpty() || !missing.isEmpty()) {
            return new Verdict.Violated(
                    claim(),
                    "%d acknowledged, %d uncertain but done, %d in the books: %d unexplained, %d missing"
                            .formatted(
                                    acknowledged,
                                    uncertainDone,
                                    booked.size(),
                                    unexplained.size(),
                                    missing.size()),
                    witnesses(read.get(), unexplained, missing),
                    figures);
        }
        if (writes.isEmpty()) {
            return new Verdict.Undecided(claim(), "no client asked for a transfer", figures);
        }
        return new Verdict.Holds(claim(), figures);
    }

    /// What stands in the books, less what may be there: each asked-for transfer explains one
    /// entry.
    private static List<Transfer> unexplained(List<Exchange> writes, List<Transfer> booked) {
        var explained = new HashSet<Transfer>();
        for (var write : writes) {
            if (write.outcome().mayHaveTakenEffect() && write.transfer() != null) {
                explained.add(write.transfer());
            }
        }
        return booked.stream().filter(t -> !explained.remove(t)).toList();
    }

    private static Set<String> keys(List<Transfer> transfers) {
        var keys = new HashSet<String>();
        transfers.forEach(t -> keys.add(t.key()));
        return keys;
    }

    private static String key(Exchange write) {
        var transfer = write.transfer();
        return transfer == null ? "" : transfer.key();
    }

    private static List<Event> witnesses(
            Event.Read read, List<Transfer> unexplained, List<Exchange> missing) {
        var events = new ArrayList<>(Witnesses.of(missing));
        var shown = unexplained.stream().limit(Witnesses.AT_MOST).toList();
        events.add(new Event.Read(read.at(), new Books(shown, Map.of())));
        return events;
    }
}

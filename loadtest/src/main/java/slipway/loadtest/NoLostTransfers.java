package slipway.loadtest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slipway.core.Books;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.Order;
import slipway.core.Outcome;
import slipway.core.Transfer;
import slipway.core.Verdict;

/// The books keep what was promised: an acknowledged transfer stands in them once, a refused one
/// not at all, an uncertain one at most once, and each as it was asked for.
public record NoLostTransfers() implements Checker {
    @Override
    public String claim() {
        return "no acknowledged transfer is lost or doubled";
    }

    @Override
    public Verdict check(History history) {
        var read = history.read();
        if (read.isEmpty()) {
            return new Verdict.Undecided(claim(), "no final read succeeded", Map.of());
        }
        var tally = new Tally(read.get().books());
        history.orders().forEach(tally::add);
        var figures = tally.figures();
        if (!tally.wrong().isEmpty()) {
            return new Verdict.Violated(
                    claim(), tally.words(), tally.witnesses(read.get()), figures);
        }
        if (tally.acknowledged == 0) {
            return new Verdict.Undecided(claim(), "no transfer was acknowledged", figures);
        }
        return new Verdict.Holds(claim(), figures);
    }

    /// The transfers of one run, sorted by what became of them.
    private static final class Tally {
        final Map<String, List<Transfer>> booked = new HashMap<>();
        final List<Exchange> lost = new ArrayList<>();
        final List<Exchange> doubled = new ArrayList<>();
        final List<Exchange> altered = new ArrayList<>();
        final List<Exchange> refusedButDone = new ArrayList<>();
        long acknowledged;
        long uncertain;
        long uncertainDone;

        Tally(Books books) {
            for (var transfer : books.transfers()) {
                booked.computeIfAbsent(transfer.key(), _ -> new ArrayList<>()).add(transfer);
            }
        }

        void add(Order order) {
            var asked = order.transfer();
            var write = order.decisive();
            var done = booked.getOrDefault(asked.key(), List.of());
            switch (write.outcome()) {
                case Outcome.Acknowledged _ -> {
                    acknowledged++;
                    addIf(done.isEmpty(), write, lost);
                }
                case Outcome.Refused _, Outcome.Unmet _ ->
                        addIf(!done.isEmpty(), write, refusedButDone);
                case Outcome.Uncertain _ -> {
                    uncertain++;
                    uncertainDone += done.isEmpty() ? 0 : 1;
                }
            }
            addIf(done.size() > 1, write, doubled);
            addIf(done.stream().anyMatch(t -> !t.equals(asked)), write, altered);
        }

        private static void addIf(boolean is, Exchange write, List<Exchange> to) {
            if (is) {
                to.add(write);
            }
        }

        List<Exchange> wrong() {
            var wrong = new ArrayList<>(lost);
            wrong.addAll(doubled);
            wrong.addAll(altered);
            wrong.addAll(refusedButDone);
            return wrong;
        }

        /// What was promised, and of the books only what contradicts it.
        List<Event> witnesses(Event.Read read) {
            var events = new ArrayList<>(Witnesses.of(wrong()));
            var keys = new ArrayList<Transfer>();
            wrong().stream()
                    .limit(Witnesses.AT_MOST)
                    .map(Exchange::transfer)
                    .forEach(
                            t ->
                                    keys.addAll(
                                            t == null
                                                    ? List.of()
                                                    : booked.getOrDefault(t.key(), List.of())));
            events.add(new Event.Read(read.at(), new Books(keys, read.books().balances())));
            return events;
        }

        String words() {
            return "%d acknowledged but lost, %d doubled, %d altered, %d refused but done"
                    .formatted(lost.size(), doubled.size(), altered.size(), refusedButDone.size());
        }

        Map<String, Number> figures() {
            return new Figures()
                    .with("acknowledged", acknowledged)
                    .with("lost", lost.size())
                    .with("doubled", doubled.size())
                    .with("altered", altered.size())
                    .with("refusedButDone", refusedButDone.size())
                    .with("uncertain", uncertain)
                    .with("uncertainDone", uncertainDone)
                    .map();
        }
    }
}

package slipway.loadtest;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.core.Books;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Verdict;

/// Transfers move money, and neither make nor destroy it: whoever reads all accounts at one moment
/// finds together what they held before the warm-up (a snapshot, while transfers are under way),
/// and so does the final read; none is below zero then, and each account has moved by what its
/// transfers say.
///
/// Where clients asked for snapshots and got none, nothing is said: the books at the end do not
/// tell what was in between. Where none asked, the claim is about the books alone.
public record MoneyConserved() implements Checker {
    @Override
    public String claim() {
        return "money is conserved";
    }

    @Override
    public Verdict check(History history) {
        var opening = history.openingReads();
        if (opening.size() < 2) {
            return new Verdict.Undecided(
                    claim(), "the books were not read before and after the warm-up", Map.of());
        }
        var before = opening.getFirst();
        long expected = before.books().total();
        var asked =
                history.exchanges().stream()
                        .filter(e -> e.invoked().operation() instanceof Operation.ReadTotal)
                        .toList();
        var snapshots = asked.stream().filter(e -> total(e) != null).toList();
        var torn = snapshots.stream().filter(e -> !Objects.equals(total(e), expected)).toList();
        var figures =
                new Figures()
                        .with("expected", expected)
                        .with("snapshots", snapshots.size())
                        .with("torn", torn.size());
        if (!torn.isEmpty()) {
            var first = torn.getFirst();
            return violated(
                    "%d of %d snapshots do not show what was there: the first %d, and it was %d"
                            .formatted(torn.size(), snapshots.size(), total(first), expected),
                    before,
                    Witnesses.of(List.of(first)),
                    figures.map());
        }
        var read = history.read();
        if (read.isEmpty()) {
            return new Verdict.Undecided(claim(), "no final read succeeded", figures.map());
        }
        var verdict = judge(before, opening.getLast(), read.get(), figures);
        return verdict instanceof Verdict.Holds && !asked.isEmpty() && snapshots.isEmpty()
                ? new Verdict.Undecided(
                        claim(),
                        "of %d snapshots that were asked for none was read".formatted(asked.size()),
                        verdict.figures())
                : verdict;
    }

    /// By the books alone.
    ///
    /// @param before before the warm-up
    /// @param begin after it: its transfers are not in the books of the run, and what they moved is
    ///   not told
    private Verdict judge(
            Event.OpeningRead before, Event.OpeningRead begin, Event.Read end, Figures some) {
        long expected = before.books().total();
        var after = end.books();
        var strays = strays(begin.books(), after);
        long lowest = after.balances().values().stream().mapToLong(Long::longValue).min().orElse(0);
        var figures =
                some.with("accounts", after.balances().size())
                        .with("total", after.total())
                        .with("lowestBalance", lowest)
                        .with("movedOtherwise", strays.size())
                        .map();
        if (after.total() != expected) {
            return violated(
                    "all balances together are %d, and were %d".formatted(after.total(), expected),
                    before,
                    List.of(bare(end)),
                    figures);
        }
        if (lowest < 0) {
            return violated(
                    "an account stands at %d".formatted(lowest),
                    begin,
                    List.of(bare(end)),
                    figures);
        }
        if (!strays.isEmpty()) {
            var first = strays.firstEntry();
            return violated(
                    "%d accounts did not move as their transfers say; the first: %s, by %d too much"
                            .formatted(strays.size(), first.getKey(), first.getValue()),
                    begin,
                    List.of(bare(end)),
                    figures);
        }
        return new Verdict.Holds(claim(), figures);
    }

    /// What a snapshot tells; null of one that was not read.
    private static @Nullable Long total(Exchange snapshot) {
        return snapshot.outcome() instanceof Outcome.Acknowledged(_, var total) ? total : null;
    }

    /// By how much each account moved beyond what the transfers say; only where it did.
    private static TreeMap<String, Long> strays(Books before, Books after) {
        var strays = new TreeMap<>(after.balances());
        before.balances().forEach((account, balance) -> strays.merge(account, -balance, Long::sum));
        after.moved().forEach((account, moved) -> strays.merge(account, -moved, Long::sum));
        before.moved().forEach((account, moved) -> strays.merge(account, moved, Long::sum));
        strays.values().removeIf(stray -> stray == 0);
        return strays;
    }

    private Verdict violated(
            String why, Event.OpeningRead before, List<Event> after, Map<String, Number> figures) {
        var opening =
                new Event.OpeningRead(before.at(), new Books(List.of(), before.books().balances()));
        return new Verdict.Violated(
                claim(), why, Stream.concat(Stream.of(opening), after.stream()).toList(), figures);
    }

    /// Without its transfers: the claim is about the balances.
    private static Event.Read bare(Event.Read read) {
        return new Event.Read(read.at(), new Books(List.of(), read.books().balances()));
    }
}

package slipway.loadtest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import slipway.core.Books;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;

/// Transfers move money, and neither make nor destroy it: all balances together stay what they were
/// before the warm-up, none is below zero, and each account has moved by what its transfers say.
public record MoneyConserved() implements Checker {
    @Override
    public String claim() {
        return "money is conserved";
    }

    @Override
    public Verdict check(History history) {
        var opening = history.openingReads();
        var read = history.read();
        if (opening.size() < 2 || read.isEmpty()) {
            return new Verdict.Undecided(
                    claim(),
                    read.isEmpty()
                            ? "no final read succeeded"
                            : "the books were not read before and after the warm-up",
                    Map.of());
        }
        long expected = opening.getFirst().books().total();
        var after = read.get().books();
        // The transfers of the warm-up are not in the books of the run: what they moved is not
        // told.
        var strays = strays(opening.getLast().books(), after);
        long lowest = after.balances().values().stream().mapToLong(Long::longValue).min().orElse(0);
        var figures =
                new Figures()
                        .with("accounts", after.balances().size())
                        .with("expected", expected)
                        .with("total", after.total())
                        .with("lowestBalance", lowest)
                        .with("movedOtherwise", strays.size())
                        .map();
        if (after.total() != expected) {
            return violated(
                    "all balances together are %d, and were %d".formatted(after.total(), expected),
                    opening.getLast(),
                    read.get(),
                    figures);
        }
        if (lowest < 0) {
            return violated(
                    "an account stands at %d".formatted(lowest),
                    opening.getLast(),
                    read.get(),
                    figures);
        }
        if (!strays.isEmpty()) {
            var first = strays.firstEntry();
            return violated(
                    "%d accounts did not move as their transfers say; the first: %s, by %d too much"
                            .formatted(strays.size(), first.getKey(), first.getValue()),
                    opening.getLast(),
                    read.get(),
                    figures);
        }
        return new Verdict.Holds(claim(), figures);
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

    /// The witnesses are the reads without their transfers: the claim is about the balances.
    private Verdict violated(
            String why, Event.OpeningRead before, Event.Read after, Map<String, Number> figures) {
        return new Verdict.Violated(
                claim(),
                why,
                List.of(
                        new Event.OpeningRead(
                                before.at(), new Books(List.of(), before.books().balances())),
                        new Event.Read(after.at(), new Books(List.of(), after.books().balances()))),
                figures);
    }
}

package slipway.loadtest;

import java.util.List;
import java.util.Map;
import slipway.core.Books;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;

/// Transfers move money, and neither make nor destroy it: in the end all balances together are what
/// they were in the beginning, and none is below zero.
///
/// @param expected the money of all accounts together
public record MoneyConserved(long expected) implements Checker {
    @Override
    public String claim() {
        return "money is conserved";
    }

    @Override
    public Verdict check(History history) {
        var read = history.read();
        if (read.isEmpty()) {
            return new Verdict.Undecided(claim(), "no final read succeeded", Map.of());
        }
        var books = read.get().books();
        long lowest = books.balances().values().stream().mapToLong(Long::longValue).min().orElse(0);
        var figures =
                new Figures()
                        .with("accounts", books.balances().size())
                        .with("expected", expected)
                        .with("total", books.total())
                        .with("lowestBalance", lowest)
                        .map();
        if (books.total() != expected) {
            return violated(
                    "all balances together are %d, and should be %d"
                            .formatted(books.total(), expected),
                    read.get(),
                    figures);
        }
        if (lowest < 0) {
            return violated("an account stands at %d".formatted(lowest), read.get(), figures);
        }
        return new Verdict.Holds(claim(), figures);
    }

    /// The witness is the read without its transfers: the claim is about the balances.
    private Verdict violated(String why, Event.Read read, Map<String, Number> figures) {
        var balances = new Books(List.of(), read.books().balances());
        return new Verdict.Violated(
                claim(), why, List.of(new Event.Read(read.at(), balances)), figures);
    }
}

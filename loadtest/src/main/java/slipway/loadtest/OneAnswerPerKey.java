package slipway.loadtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import slipway.core.Books;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.Order;
import slipway.core.Outcome;
import slipway.core.Transfer;
import slipway.core.Verdict;

/// Who asks again with the same key is told the same: that it was done now at most once, and never
/// no where it was done. A client that lost an answer can trust the next one.
///
/// That each key has one effect is for [NoLostTransfers] and [MoneyConserved] to say.
public record OneAnswerPerKey() implements Checker {
    /// Created: this very request has moved the money. All others are told 200.
    private static final int NOW = 201;

    /// The ledger's noes that are for good, beside that of a condition which is not met: too little
    /// money, and a key of another order. Every other refusal is of one request.
    private static final Set<Integer> FOR_GOOD = Set.of(409, 422);

    @Override
    public String claim() {
        return "whoever asks again with a key gets the same answer";
    }

    @Override
    public Verdict check(History history) {
        var again = history.orders().filter(order -> order.requests().size() > 1).toList();
        var booked =
                history.read().stream()
                        .flatMap(read -> read.books().transfers().stream())
                        .map(Transfer::key)
                        .collect(Collectors.toSet());
        var twice = again.stream().filter(OneAnswerPerKey::doneTwice).toList();
        var denied = again.stream().filter(order -> denied(order, booked)).toList();
        var figures =
                new Figures()
                        .with("askedAgain", again.size())
                        .with(
                                "answeredAgain",
                                again.stream().filter(order -> answers(order) > 1).count())
                        .with("doneTwice", twice.size())
                        .with("deniedButDone", denied.size())
                        .map();
        if (!twice.isEmpty() || !denied.isEmpty()) {
            return new Verdict.Violated(
                    claim(),
                    "of %d orders that came again %d were said to be done twice, and %d were denied though they were done"
                            .formatted(again.size(), twice.size(), denied.size()),
                    witnesses(history, twice, denied),
                    figures);
        }
        return again.stream().noneMatch(order -> answers(order) > 1)
                ? new Verdict.Undecided(claim(), "nobody was answered twice", figures)
                : new Verdict.Holds(claim(), figures);
    }

    private static long answers(Order order) {
        return order.requests().stream().filter(e -> e.outcome().acknowledged() || no(e)).count();
    }

    private static boolean doneTwice(Order order) {
        return order.requests().stream()
                        .filter(
                                e ->
                                        e.outcome() instanceof Outcome.Acknowledged(int status, _)
                                                && status == NOW)
                        .count()
                > 1;
    }

    private static boolean denied(Order order, Set<String> booked) {
        boolean done =
                booked.contains(order.transfer().key())
                        || order.requests().stream().anyMatch(e -> e.outcome().acknowledged());
        return done && order.requests().stream().anyMatch(OneAnswerPerKey::no);
    }

    private static boolean no(Exchange exchange) {
        return exchange.outcome() instanceof Outcome.Unmet
                || (exchange.outcome() instanceof Outcome.Refused(int status, _)
                        && FOR_GOOD.contains(status));
    }

    /// All requests of the first few orders, and what the books hold of them.
    private static List<Event> witnesses(History history, List<Order> twice, List<Order> denied) {
        var wrong = new ArrayList<>(twice);
        wrong.addAll(denied);
        var requests = wrong.stream().flatMap(order -> order.requests().stream()).toList();
        var events = new ArrayList<>(Witnesses.of(requests));
        var keys =
                requests.stream()
                        .limit(Witnesses.AT_MOST)
                        .map(Exchange::transfer)
                        .collect(Collectors.toSet());
        history.read()
                .ifPresent(
                        read ->
                                events.add(
                                        new Event.Read(
                                                read.at(),
                                                new Books(
                                                        read.books().transfers().stream()
                                                                .filter(keys::contains)
                                                                .toList(),
                                                        Map.of()))));
        return events;
    }
}

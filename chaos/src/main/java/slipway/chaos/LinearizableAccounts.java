package slipway.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import slipway.chaos.Balance.Act;
import slipway.core.Books;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.Operation;
import slipway.core.Order;
import slipway.core.Outcome;
import slipway.core.Transfer;
import slipway.core.Verdict;

/// Each account is linearizable ([Linearizability]): there is one order of the transfers that touch
/// it and of the reads of its balance in which every read finds what the transfers before it left,
/// and each lies between its sending and its answer. A stale read, and an update that was lost, has
/// none.
///
/// A transfer on condition that its account holds so much (compare and set) finds that, or where it
/// was refused something else.
///
/// Whether a transfer that nobody answered has happened the final read tells; when, it does not.
public record LinearizableAccounts() implements Checker {
    @Override
    public String claim() {
        return "every balance that was read is explained by one order of its account's transfers";
    }

    @Override
    public Verdict check(History history) {
        var opening = history.openingReads();
        if (opening.isEmpty()) {
            return new Verdict.Undecided(
                    claim(), "the books were not read before the first request", Map.of());
        }
        var calls = new Calls(history.read());
        history.orders().forEach(calls::add);
        history.exchanges().forEach(calls::addRead);
        var figures = new LinkedHashMap<String, Number>();
        figures.put("reads", calls.reads);
        figures.put("conditional", calls.conditional);
        if (calls.reads == 0) {
            return new Verdict.Undecided(claim(), "no balance was read", figures);
        }
        return judge(history, opening.getLast().books(), calls, figures);
    }

    private Verdict judge(
            History history, Books opening, Calls calls, Map<String, Number> figures) {
        for (var account : calls.byAccount.keySet()) {
            if (!opening.balances().containsKey(account)) {
                return new Verdict.Undecided(
                        claim(), "nobody knows what %s held".formatted(account), figures);
            }
        }
        // What two reads tell is seen at once, and told in few words; only of what is left orders
        // are tried.
        var difference =
                calls.byAccount.entrySet().parallelStream()
                        .flatMap(account -> difference(opening, account).stream())
                        .min(Comparator.comparingInt(List::size));
        if (difference.isPresent()) {
            return violated(new Finding.Illegal<>(difference.get(), true, 0), history, figures);
        }
        // Each for itself, on all cores: of an hour of writes one takes a second. The first account
        // that is wrong is enough, and no other is looked at any more.
        var findings = new ConcurrentSkipListMap<String, Finding<Act>>();
        var illegal =
                List.copyOf(calls.byAccount.entrySet()).parallelStream()
                        .map(
                                account -> {
                                    var finding = finding(opening, account);
                                    findings.put(account.getKey(), finding);
                                    return finding;
                                })
                        .filter(finding -> finding instanceof Finding.Illegal<Act>)
                        .findFirst();
        if (illegal.isPresent()) {
            return violated(illegal.get(), history, figures);
        }
        figures.put("states", findings.values().stream().mapToLong(Finding::states).sum());
        var unknown =
                findings.entrySet().stream()
                        .filter(finding -> finding.getValue() instanceof Finding.Unknown<Act>)
                        .map(Map.Entry::getKey)
                        .toList();
        return unknown.isEmpty()
                ? new Verdict.Holds(claim(), figures)
                : new Verdict.Undecided(
                        claim(),
                        "too many orders to try of the transfers of " + String.join(", ", unknown),
                        figures);
    }

    private Verdict violated(Finding<Act> illegal, History history, Map<String, Number> figures) {
        figures.put("states", illegal.states());
        return switch (illegal.verdict(claim(), history)) {
            case Verdict.Violated(var claim, var why, var witnesses, _) ->
                    new Verdict.Violated(claim, why, witnesses, figures);
            case Verdict other -> other;
        };
    }

    private static Optional<List<Call<Act>>> difference(
            Books opening, Map.Entry<String, List<Call<Act>>> account) {
        return Difference.witness(initial(opening, account.getKey()), account.getValue());
    }

    private static Finding<Act> finding(Books opening, Map.Entry<String, List<Call<Act>>> account) {
        var model = Balance.before(initial(opening, account.getKey()), account.getValue());
        return new Linearizability<>(model).check(account.getValue());
    }

    private static long initial(Books opening, String account) {
        return Objects.requireNonNull(opening.balances().get(account));
    }

    /// What clients did to each account.
    private static final class Calls {
        final Map<String, List<Call<Act>>> byAccount = new TreeMap<>();
        private final Optional<Event.Read> end;
        private final Set<String> booked;
        int reads;
        int conditional;

        Calls(Optional<Event.Read> end) {
            this.end = end;
            this.booked =
                    end.map(read -> read.books().transfers().stream())
                            .map(all -> all.map(Transfer::key).collect(Collectors.toSet()))
                            .orElse(Set.of());
        }

        /// A transfer happened once, however often it was asked for: after the first request, and
        /// before the first answer that says so.
        void add(Order order) {
            var held = order.held();
            conditional += held != null && order.outcome().answered() ? 1 : 0;
            switch (order.outcome()) {
                case Outcome.Acknowledged _ -> move(order, order.decisive().end());
                case Outcome.Uncertain _ -> {
                    if (end.isEmpty()) {
                        move(order, Call.NEVER);
                    } else if (booked.contains(order.transfer().key())) {
                        move(order, end.get().at());
                    }
                }
                case Outcome.Unmet _ -> {
                    if (held != null) {
                        add(
                                order,
                                order.transfer().from(),
                                new Act.Differed(held),
                                order.decisive().end());
                    }
                }
                case Outcome.Refused _ -> {}
            }
        }

        private void move(Order order, long at) {
            var transfer = order.transfer();
            var held = order.held();
            add(
                    order,
                    transfer.from(),
                    held == null
                            ? new Act.Add(-transfer.amount())
                            : new Act.AddTo(held, -transfer.amount()),
                    at);
            add(order, transfer.to(), new Act.Add(transfer.amount()), at);
        }

        private void add(Order order, String account, Act act, long end) {
            add(order.decisive().invoked().id(), account, act, order.begin(), end);
        }

        void addRead(Exchange exchange) {
            if (exchange.invoked().operation() instanceof Operation.ReadAccount(var account)
                    && exchange.outcome() instanceof Outcome.Acknowledged(_, var balance)
                    && balance != null) {
                reads++;
                var invoked = exchange.invoked();
                add(invoked.id(), account, new Act.Read(balance), invoked.at(), exchange.end());
            }
        }

        private void add(long id, String account, Act act, long begin, long end) {
            byAccount
                    .computeIfAbsent(account, _ -> new ArrayList<>())
                    .add(new Call<>(id, account, act, begin, end));
        }
    }
}

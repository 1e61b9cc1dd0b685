package slipway.ledger;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import slipway.ledger.LedgerStore.KeyTaken;
import slipway.ledger.Posting.Posted;
import slipway.ledger.Posting.Reason;
import slipway.ledger.Posting.Refused;
import slipway.ledger.Posting.Replayed;

/// Moves money: all of a transfer or nothing, once a key, and answers only after the commit.
@ApplicationScoped
class Ledger {
    private final LedgerStore store;
    private final TransferIds ids;

    Ledger(LedgerStore store, LedgerConfig config) {
        this.store = store;
        this.ids = new TransferIds(InstantSource.system(), TransferIds.worker(config.pod()));
    }

    /// Carries out an order once for its key, or refuses it for good where the money is lacking, or
    /// the account holds something else than the order expects.
    ///
    /// The transaction ends inside: whoever holds the result knows that Postgres has committed it.
    /// An exception means that nobody knows, and that asking again with the same key is safe.
    Posting post(String key, Order order) {
        try {
            return QuarkusTransaction.requiringNew().call(() -> attempt(key, order));
        } catch (KeyTaken _) {
            // The winner is committed, so that the second attempt finds it.
            return QuarkusTransaction.requiringNew().call(() -> attempt(key, order));
        }
    }

    private Posting attempt(String key, Order order) {
        // Locks first: the same order sent twice at once waits here, and the second finds the
        // first.
        var accounts = store.lock(order);
        var earlier = store.byKey(key);
        if (earlier.isPresent()) {
            return answerAgain(earlier.get(), order);
        }
        var refused = store.refusedByKey(key);
        if (refused.isPresent()) {
            return refuseAgain(refused.get(), order);
        }
        var from = accounts.get(order.from());
        var to = accounts.get(order.to());
        if (from == null || to == null) {
            return new Refused(
                    Reason.UNKNOWN_ACCOUNT,
                    "no account " + (from == null ? order.from() : order.to()));
        }
        if (from.balance < order.amount() || !order.meets(from.balance)) {
            var refusal = RefusedOrder.of(key, order, from.balance);
            store.insert(refusal);
            return refuse(refusal);
        }
        from.balance -= order.amount();
        to.balance = Math.addExact(to.balance, order.amount());
        var transfer = Transfer.of(ids.next(), key, order);
        store.insert(transfer);
        return new Posted(transfer);
    }

    private static Posting answerAgain(Transfer earlier, Order order) {
        return earlier.carriesOut(order)
                ? new Replayed(earlier)
                : new Refused(
                        Reason.KEY_REUSED,
                        "key %s was used for another transfer: %s"
                                .formatted(earlier.key, TransferIds.text(earlier.id)));
    }

    private static Posting refuseAgain(RefusedOrder earlier, Order order) {
        return earlier.refuses(order)
                ? refuse(earlier)
                : new Refused(
                        Reason.KEY_REUSED,
                        "key %s was used for another transfer, which was refused"
                                .formatted(earlier.key));
    }

    /// Too little money, or enough of it and not as much as the order expected.
    private static Refused refuse(RefusedOrder order) {
        return order.held < order.amount
                ? new Refused(
                        Reason.OVERDRAFT,
                        "%s holds %d, less than %d".formatted(order.from, order.held, order.amount))
                : new Refused(
                        Reason.CHANGED,
                        "%s holds %d, which is not what was expected"
                                .formatted(order.from, order.held));
    }

    /// Reads go to the same Postgres as writes: what was acknowledged is seen at once. One
    /// statement each, so they need no transaction.
    Optional<Transfer> transfer(long id) {
        return store.byId(id);
    }

    /// Transfers in the order of their ids. While transfers are being posted, one that commits late
    /// may appear behind a page already read.
    List<Transfer> transfersAfter(long id, String keyPrefix, int limit) {
        return store.after(id, keyPrefix, limit);
    }

    Optional<Account> account(String id) {
        return store.account(id);
    }

    List<Account> accounts() {
        return store.accounts();
    }

    int schema() {
        return store.schema();
    }
}

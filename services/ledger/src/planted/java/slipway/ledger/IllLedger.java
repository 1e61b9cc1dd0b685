package slipway.ledger;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import slipway.ledger.Posting.Posted;
import slipway.ledger.Posting.Replayed;

/// The ledger with one of the bugs that an image of the profile `planted` names, in place of the
/// sound one: each breaks a promise that no request alone shows to be broken.
@Singleton
@Alternative
@Priority(1)
class IllLedger extends Ledger {
    private static final Logger LOG = Logger.getLogger(IllLedger.class);

    /// Long enough that a kill falls into it, and short enough to be ready for the next question.
    private static final Duration LATER = Duration.ofMillis(200);

    /// For so long an account that was read is not looked at again.
    private static final Duration KEPT = Duration.ofSeconds(2);

    private record Seen(Optional<Account> account, long at) {}

    private final LedgerStore store;
    private final String bug =
            Optional.ofNullable(System.getenv("SLIPWAY_PLANTED")).orElse("nothing");
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private volatile boolean leaving;

    IllLedger(LedgerStore store, LedgerConfig config) {
        super(store, config);
        this.store = store;
    }

    @Override
    Posting post(String key, Order order) {
        return switch (bug) {
            case "early" -> early(key, order);
            case "queues" -> queues(key, order);
            case "twice" -> twice(key, order);
            case "anew" -> anew(key, order);
            case "hasty" -> hasty(key, order);
            case "racy" -> racy(key, order);
            case "halves" -> halves(key, order);
            case "swallows" -> swallows(key, order);
            default -> super.post(key, order);
        };
    }

    /// Answers before it has done it.
    private Posting early(String key, Order order) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            pause();
                            super.post(key, order);
                        });
        return new Posted(Transfer.of(0, key, order));
    }

    /// Answers before it has done it, and does it no more once it is told to leave.
    private Posting queues(String key, Order order) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            pause();
                            if (!leaving) {
                                super.post(key, order);
                            }
                        });
        return new Posted(Transfer.of(0, key, order));
    }

    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        leaving = true;
    }

    /// Knows the key of an order that comes again, and moves the money again all the same.
    private Posting twice(String key, Order order) {
        var posting = super.post(key, order);
        if (posting instanceof Replayed) {
            QuarkusTransaction.requiringNew().run(() -> move(order));
        }
        return posting;
    }

    /// Says of an order that comes again that it was done now: whoever counts has it twice.
    private Posting anew(String key, Order order) {
        var posting = super.post(key, order);
        return posting instanceof Replayed(var transfer) ? new Posted(transfer) : posting;
    }

    /// Looks whether the condition is met, and moves the money later, whatever the account holds by
    /// then.
    private Posting hasty(String key, Order order) {
        var from = store.account(order.from());
        if (from.isEmpty() || !order.meets(from.get().balance)) {
            return super.post(key, order);
        }
        pause();
        return super.post(key, new Order(order.from(), order.to(), order.amount(), null));
    }

    private void move(Order order) {
        var accounts = store.lock(order);
        add(accounts.get(order.from()), -order.amount());
        add(accounts.get(order.to()), order.amount());
    }

    private static void add(@Nullable Account account, long amount) {
        if (account != null) {
            account.balance += amount;
        }
    }

    /// Looks first and writes later what it has made of it: whoever came in between is forgotten.
    private Posting racy(String key, Order order) {
        var from = store.account(order.from());
        var to = store.account(order.to());
        if (from.isEmpty() || to.isEmpty() || store.byKey(key).isPresent()) {
            return super.post(key, order);
        }
        pause();
        var transfer = Transfer.of(System.nanoTime(), key, order);
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            store.insert(transfer);
                            write(order.from(), from.get().balance - order.amount());
                            write(order.to(), to.get().balance + order.amount());
                        });
        return new Posted(transfer);
    }

    private static void write(String account, long balance) {
        Account.update("balance = ?1 where id = ?2", balance, account);
    }

    /// Takes in one transaction, and gives in another.
    private Posting halves(String key, Order order) {
        if (store.byKey(key).isPresent()) {
            return super.post(key, order);
        }
        QuarkusTransaction.requiringNew()
                .run(() -> add(store.lock(order).get(order.from()), -order.amount()));
        pause();
        var transfer = Transfer.of(System.nanoTime(), key, order);
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            add(store.lock(order).get(order.to()), order.amount());
                            store.insert(transfer);
                        });
        return new Posted(transfer);
    }

    /// Where Postgres failed it says that all is well.
    private Posting swallows(String key, Order order) {
        try {
            return super.post(key, order);
        } catch (RuntimeException e) {
            LOG.warnf("swallowed: %s", e.getMessage());
            return new Posted(Transfer.of(0, key, order));
        }
    }

    /// Tells what it has seen a while ago.
    @Override
    Optional<Account> account(String id) {
        if (!bug.equals("stale")) {
            return super.account(id);
        }
        return seen.compute(
                        id,
                        (_, last) ->
                                last != null && System.nanoTime() - last.at() < KEPT.toNanos()
                                        ? last
                                        : new Seen(super.account(id), System.nanoTime()))
                .account();
    }

    private static void pause() {
        try {
            Thread.sleep(LATER);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

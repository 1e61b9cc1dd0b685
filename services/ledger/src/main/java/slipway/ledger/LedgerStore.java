package slipway.ledger;

import static jakarta.persistence.LockModeType.PESSIMISTIC_WRITE;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;

/// The SQL. Writes run in the transaction of their caller.
@ApplicationScoped
class LedgerStore {
    /// The named constraints of the schema that let a key in once.
    static final Set<String> ONE_A_KEY = Set.of("one_transfer_a_key", "one_refusal_a_key");

    private static final String LAST_MIGRATION =
            "select max(cast(version as integer)) from flyway_schema_history where success";

    private final Session session;

    LedgerStore(Session session) {
        this.session = session;
    }

    /// Locks both rows until the transaction ends, always in the order of their ids: two transfers
    /// between the same accounts wait for each other instead of deadlocking.
    Map<String, Account> lock(Order order) {
        return Account.<Account>find("id in (?1, ?2)", Sort.by("id"), order.from(), order.to())
                .withLock(PESSIMISTIC_WRITE)
                .stream()
                .collect(toMap(account -> account.id, identity()));
    }

    /// Writes at once, so that a second use of the key shows here and not at the commit.
    ///
    /// @throws KeyTaken if another transaction committed the key meanwhile
    void insert(PanacheEntityBase answer) {
        try {
            answer.persistAndFlush();
        } catch (ConstraintViolationException e) {
            var constraint = e.getConstraintName();
            throw constraint != null && ONE_A_KEY.contains(constraint) ? new KeyTaken(e) : e;
        }
    }

    Optional<Transfer> byKey(String key) {
        return Transfer.find("key", key).firstResultOptional();
    }

    Optional<RefusedOrder> refusedByKey(String key) {
        return RefusedOrder.findByIdOptional(key);
    }

    Optional<Transfer> byId(long id) {
        return Transfer.findByIdOptional(id);
    }

    /// Transfers after an id whose key begins so. The index on keys serves it, for it sorts by
    /// bytes.
    List<Transfer> after(long id, String keyPrefix, int limit) {
        var query =
                keyPrefix.isEmpty()
                        ? Transfer.<Transfer>find("id > ?1", Sort.by("id"), id)
                        : Transfer.<Transfer>find(
                                "id > ?1 and key like ?2 escape '!'",
                                Sort.by("id"),
                                id,
                                keyPrefix.replaceAll("[!%_]", "!$0") + "%");
        return query.range(0, limit - 1).list();
    }

    Optional<Account> account(String id) {
        return Account.findByIdOptional(id);
    }

    /// One statement, therefore one snapshot: a transfer shows on both of its accounts or on none.
    List<Account> accounts() {
        return Account.listAll(Sort.by("id"));
    }

    /// The number of the last migration that was done, by whichever version, as Flyway's own table
    /// tells: what this version brings may not be all.
    int schema() {
        return session.createNativeQuery(LAST_MIGRATION, Integer.class).getSingleResult();
    }

    /// Two transactions raced with one key, and this one lost.
    static final class KeyTaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        KeyTaken(Throwable cause) {
            super(cause);
        }
    }
}

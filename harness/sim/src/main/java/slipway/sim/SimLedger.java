package slipway.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import slipway.core.Books;
import slipway.core.Fault;
import slipway.core.Outcome;
import slipway.core.Transfer;

/// Accounts and transfers in memory, with the flaw that a test plants.
public final class SimLedger {
    /// What the ledger does wrong; [#NONE] in every honest scenario. The others are the negative
    /// controls of the claims about money and schema.
    public enum Flaw {
        NONE,
        /// Acknowledges every hundredth transfer without keeping it.
        FORGETS,
        /// Books every hundredth transfer twice.
        DOUBLES,
        /// Takes the money of every hundredth transfer, and gives it to nobody.
        LOSES_MONEY,
        /// Takes first, and gives a while later.
        HALVES,
        /// Books transfers that nobody asked for.
        INVENTS,
        /// Moves the money of every hundredth transfer twice, and books it once.
        MOVES_TWICE,
        /// Books every hundredth transfer, and moves nothing.
        MOVES_NOTHING,
        /// Starts a version that brings a migration, and leaves the schema as it is.
        MIGRATES_NOTHING,
        /// Tells every tenth reader what the account held before its last transfer.
        TELLS_OLD,
        /// Says of an order that comes again that it was done now.
        DONE_ANEW,
        /// Moves money whether its condition is met or not.
        UNCONDITIONAL;

        /// As a bug of a service's `src/planted` shows; [#NONE] where it shows by a kill alone.
        public static Flaw of(String version) {
            return switch (version.substring(version.indexOf('-') + 1)) {
                case "racy" -> MOVES_NOTHING;
                case "twice", "rekeys" -> MOVES_TWICE;
                case "queues" -> FORGETS;
                case "halves" -> HALVES;
                case "stale" -> TELLS_OLD;
                case "anew" -> DONE_ANEW;
                case "hasty" -> UNCONDITIONAL;
                default -> NONE;
            };
        }
    }

    /// As many as the real suite is seeded with.
    public static final int ACCOUNTS = 100;

    /// The balance that every account begins with.
    public static final long OPENING_BALANCE = 1_000_000;

    /// What a busy one is told in a fifth of a second (`wal_writer_delay`).
    private static final int UNWRITTEN = 20;

    /// Their last writes are in a process, or nowhere.
    private static final List<String> FORGETFUL = List.of("-nosync", "-early", "-swallows");

    /// Theirs are in the page cache, which outlives a process.
    private static final List<String> UNSYNCED = List.of("-nofsync");

    private final Flaw flaw;
    private final Map<String, Long> balances = new LinkedHashMap<>();
    private final Map<String, Long> before = new HashMap<>();
    private final Map<String, Transfer> byKey = new HashMap<>();
    private final List<Transfer> transfers = new ArrayList<>();
    private int count;
    private int read;

    /// As the first version's migrations leave it.
    private int schema = 2;

    public SimLedger(Flaw flaw) {
        this.flaw = flaw;
        for (int i = 0; i < ACCOUNTS; i++) {
            balances.put("a-%03d".formatted(i), OPENING_BALANCE);
        }
    }

    /// A pod of the ledger's is ready: of a version that brings one migration more it has done that
    /// before, and once for all.
    public void ready(String version) {
        if (version.endsWith("-schema") && flaw != Flaw.MIGRATES_NOTHING) {
            schema = 3;
        }
    }

    /// A pod that was killed: a database that answers before it has written
    /// (`services/Containerfile`, nosync and nofsync) has forgotten what it was told last. Of one
    /// that was deleted all is gone that was not kept elsewhere (ephemeral).
    public void killed(String version, Fault.AtPod.Kind why) {
        if (why == Fault.AtPod.Kind.DELETE) {
            forget(version.endsWith("-ephemeral") ? transfers.size() : 0);
            return;
        }
        boolean powerless = why == Fault.AtPod.Kind.CUT_POWER;
        if (FORGETFUL.stream().anyMatch(version::endsWith)
                || (powerless && UNSYNCED.stream().anyMatch(version::endsWith))) {
            forget(UNWRITTEN);
        }
    }

    private void forget(int last) {
        for (int i = 0; i < last && !transfers.isEmpty(); i++) {
            var forgotten = transfers.removeLast();
            byKey.remove(forgotten.key());
            balances.merge(forgotten.from(), forgotten.amount(), Long::sum);
            balances.merge(forgotten.to(), -forgotten.amount(), Long::sum);
        }
    }

    boolean knows(String account) {
        return balances.containsKey(account);
    }

    /// @return null where there is no such account
    @Nullable Long balance(String account) {
        boolean old = flaw == Flaw.TELLS_OLD && ++read % 10 == 0;
        return old ? before.getOrDefault(account, OPENING_BALANCE) : balances.get(account);
    }

    /// What all accounts hold together at this moment.
    long total() {
        return balances.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Takes the money of a transfer before it is booked.
    ///
    /// @return whether it did: of a sound ledger's nothing moves before
    boolean takes(Transfer transfer) {
        if (flaw != Flaw.HALVES || byKey.containsKey(transfer.key())) {
            return false;
        }
        balances.merge(transfer.from(), -transfer.amount(), Long::sum);
        return true;
    }

    /// Moves the money, once for a key, where its account holds what is expected.
    Outcome book(Transfer transfer, @Nullable Long held) {
        if (held != null
                && !held.equals(balances.get(transfer.from()))
                && flaw != Flaw.UNCONDITIONAL) {
            return new Outcome.Unmet(412);
        }
        if (byKey.putIfAbsent(transfer.key(), transfer) != null) {
            return new Outcome.Acknowledged(flaw == Flaw.DONE_ANEW ? 201 : 200);
        }
        write(transfer);
        return new Outcome.Acknowledged(201);
    }

    private void write(Transfer transfer) {
        boolean strikes = ++count % 100 == 0 || flaw == Flaw.HALVES;
        if (strikes && flaw == Flaw.FORGETS) {
            return;
        }
        transfers.add(transfer);
        switch (strikes ? flaw : Flaw.NONE) {
            case NONE, FORGETS, MIGRATES_NOTHING, TELLS_OLD, DONE_ANEW, UNCONDITIONAL ->
                    move(transfer, transfer.amount());
            case DOUBLES -> {
                transfers.add(transfer);
                move(transfer, transfer.amount());
                move(transfer, transfer.amount());
            }
            case LOSES_MONEY -> move(transfer, 0);
            case HALVES -> balances.merge(transfer.to(), transfer.amount(), Long::sum);
            case INVENTS -> {
                var key = transfer.key() + "000";
                transfers.add(new Transfer(key, transfer.from(), transfer.to(), transfer.amount()));
                move(transfer, transfer.amount());
                move(transfer, transfer.amount());
            }
            case MOVES_TWICE -> {
                move(transfer, transfer.amount());
                move(transfer, transfer.amount());
            }
            case MOVES_NOTHING -> {}
        }
    }

    /// The books, with the transfers of one run: those of its warm-up have a longer name.
    Books read(String run) {
        var own = Pattern.quote(run) + "-[0-9]+";
        return new Books(
                transfers.stream().filter(t -> t.key().matches(own)).toList(), balances, schema);
    }

    private void move(Transfer transfer, long arriving) {
        for (var account : List.of(transfer.from(), transfer.to())) {
            before.put(account, balances.getOrDefault(account, OPENING_BALANCE));
        }
        balances.merge(transfer.from(), -transfer.amount(), Long::sum);
        balances.merge(transfer.to(), arriving, Long::sum);
    }
}

package slipway.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import slipway.core.Books;
import slipway.core.Transfer;

/// Accounts and transfers in memory, with the flaw that a test plants.
public final class SimLedger {
    /// What the ledger does wrong; [#NONE] in every honest scenario. The others are the negative
    /// controls of the claims about money.
    public enum Flaw {
        NONE,
        /// Acknowledges every hundredth transfer without keeping it.
        FORGETS,
        /// Books every hundredth transfer twice.
        DOUBLES,
        /// Takes the money of every hundredth transfer, and gives it to nobody.
        LOSES_MONEY,
        /// Books transfers that nobody asked for.
        INVENTS
    }

    /// As many as the real suite is seeded with.
    public static final int ACCOUNTS = 100;

    /// The balance that every account begins with.
    public static final long OPENING_BALANCE = 1_000_000;

    private final Flaw flaw;
    private final Map<String, Long> balances = new LinkedHashMap<>();
    private final Map<String, Transfer> byKey = new HashMap<>();
    private final List<Transfer> transfers = new ArrayList<>();
    private int count;

    public SimLedger(Flaw flaw) {
        this.flaw = flaw;
        for (int i = 0; i < ACCOUNTS; i++) {
            balances.put("a-%03d".formatted(i), OPENING_BALANCE);
        }
    }

    boolean knows(String account) {
        return balances.containsKey(account);
    }

    void book(Transfer transfer) {
        if (byKey.putIfAbsent(transfer.key(), transfer) != null) {
            return;
        }
        boolean strikes = ++count % 100 == 0;
        if (strikes && flaw == Flaw.FORGETS) {
            return;
        }
        move(transfer, strikes && flaw == Flaw.LOSES_MONEY ? 0 : transfer.amount());
        if (strikes && flaw == Flaw.DOUBLES) {
            move(transfer, transfer.amount());
        }
        if (strikes && flaw == Flaw.INVENTS) {
            move(
                    new Transfer(
                            transfer.key() + "000",
                            transfer.from(),
                            transfer.to(),
                            transfer.amount()),
                    transfer.amount());
        }
    }

    /// The books, with the transfers of one run: those of its warm-up have a longer name.
    Books read(String run) {
        var own = Pattern.quote(run) + "-[0-9]+";
        return new Books(transfers.stream().filter(t -> t.key().matches(own)).toList(), balances);
    }

    private void move(Transfer transfer, long arriving) {
        transfers.add(transfer);
        balances.merge(transfer.from(), -transfer.amount(), Long::sum);
        balances.merge(transfer.to(), arriving, Long::sum);
    }
}

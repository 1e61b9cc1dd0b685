package slipway.core;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that the service holds, read at one time when no operation is under way: every transfer of
/// this run in the order of their ids, and the balance of every account.
///
/// @param schema the number of the last migration of its schema; null where it does not say
public record Books(
        List<Transfer> transfers, Map<String, Long> balances, @Nullable Integer schema) {
    public Books {
        transfers = List.copyOf(transfers);
        balances = Map.copyOf(balances);
    }

    /// Of a service that does not say what its schema is at.
    public Books(List<Transfer> transfers, Map<String, Long> balances) {
        this(transfers, balances, null);
    }

    /// By how much the transfers moved each account that they touch.
    public Map<String, Long> moved() {
        var moved = new TreeMap<String, Long>();
        for (var transfer : transfers) {
            moved.merge(transfer.from(), -transfer.amount(), Long::sum);
            moved.merge(transfer.to(), transfer.amount(), Long::sum);
        }
        return moved;
    }

    /// The money of all accounts together.
    public long total() {
        return balances.values().stream().mapToLong(Long::longValue).sum();
    }
}

package slipway.core;

import java.util.List;
import java.util.Map;

/// All that the service holds, read at one time after the last operation has ended: every transfer
/// of this run in the order of their ids, and the balance of every account.
public record Books(List<Transfer> transfers, Map<String, Long> balances) {
    public Books {
        transfers = List.copyOf(transfers);
        balances = Map.copyOf(balances);
    }

    /// The money of all accounts together.
    public long total() {
        return balances.values().stream().mapToLong(Long::longValue).sum();
    }
}

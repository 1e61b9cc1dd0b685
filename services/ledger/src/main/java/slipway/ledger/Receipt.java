package slipway.ledger;

/// A committed transfer as clients see it.
public record Receipt(String id, String key, String from, String to, long amount) {
    static Receipt of(Transfer transfer) {
        return new Receipt(
                TransferIds.text(transfer.id),
                transfer.key,
                transfer.from,
                transfer.to,
                transfer.amount);
    }
}

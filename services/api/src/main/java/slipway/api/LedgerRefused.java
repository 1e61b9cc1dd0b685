package slipway.api;

/// Ledger said no, with the reason: certainly without effect.
final class LedgerRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    final int status;

    LedgerRefused(int status, String reason) {
        super(reason);
        this.status = status;
    }
}

package slipway.api;

/// Ledger could not be reached or failed: whether a transfer took effect is not known.
final class LedgerAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    LedgerAway(String message) {
        super(message);
    }

    LedgerAway(String message, Throwable cause) {
        super(message, cause);
    }
}

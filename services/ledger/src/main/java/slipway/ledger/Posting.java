package slipway.ledger;

/// How the ledger answered an order. Only [Posted] moved money, and it is committed.
sealed interface Posting {
    /// Carried out now.
    record Posted(Transfer transfer) implements Posting {}

    /// The same key and order came before: nothing moves a second time.
    record Replayed(Transfer transfer) implements Posting {}

    /// Certainly without effect.
    record Refused(Reason reason, String detail) implements Posting {}

    /// Each reason with its HTTP status.
    enum Reason {
        UNKNOWN_ACCOUNT(404),
        OVERDRAFT(409),
        CHANGED(412),
        KEY_REUSED(422);

        final int status;

        Reason(int status) {
            this.status = status;
        }
    }
}

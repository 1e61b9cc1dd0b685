package slipway.core;

/// What a client asks of the suite.
public sealed interface Operation {
    /// Moves money; the only operation with an effect.
    record Write(Transfer transfer) implements Operation {}

    /// Reads the balance of one account.
    record ReadAccount(String account) implements Operation {}
}

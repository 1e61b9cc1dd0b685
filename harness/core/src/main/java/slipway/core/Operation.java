package slipway.core;

import org.jspecify.annotations.Nullable;

/// What a client asks of the suite.
public sealed interface Operation {
    /// Moves money; the only operation with an effect.
    ///
    /// @param held only where the account that it is taken from holds exactly so much (compare and
    ///   set); null for whatever it holds
    record Write(Transfer transfer, @Nullable Long held) implements Operation {
        public Write(Transfer transfer) {
            this(transfer, null);
        }
    }

    /// Reads the balance of one account.
    record ReadAccount(String account) implements Operation {}

    /// Reads the balances of all accounts as they are at one moment, and adds them up.
    record ReadTotal() implements Operation {}
}

package slipway.chaos;

/// What an account holds.
///
/// @param initial before the first call
record Balance(Long initial) implements Model<Long, Balance.Act> {
    /// What a client did to an account, and learnt of it.
    sealed interface Act {
        /// Money came, or went where it is below 0.
        record Add(long amount) implements Act {}

        record Read(long balance) implements Act {}
    }

    /// An account that would be overdrawn refuses, which is no call at all.
    @Override
    public boolean possible(Long state, Act act) {
        return switch (act) {
            case Act.Add(var amount) -> state + amount >= 0;
            case Act.Read(var balance) -> state == balance;
        };
    }

    @Override
    public Long after(Long state, Act act) {
        return switch (act) {
            case Act.Add(var amount) -> state + amount;
            case Act.Read _ -> state;
        };
    }

    @Override
    public boolean reads(Act act) {
        return act instanceof Act.Read;
    }
}

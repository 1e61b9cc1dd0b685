package slipway.chaos;

import static java.lang.Math.min;

import java.util.List;

/// What an account holds.
///
/// @param initial before the first call
/// @param ample whether it is never overdrawn, in whatever order each of the calls comes once
record Balance(Long initial, boolean ample) implements Model<Long, Balance.Act> {
    /// What a client did to an account, and learnt of it.
    sealed interface Act {
        /// Money came, or went where it is below 0.
        record Add(long amount) implements Act {}

        record Read(long balance) implements Act {}
    }

    /// For calls to one account.
    static Balance before(long initial, List<Call<Act>> calls) {
        long taken =
                calls.stream()
                        .mapToLong(call -> call.act() instanceof Act.Add(var n) ? -min(n, 0) : 0)
                        .sum();
        return new Balance(initial, taken <= initial);
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

    @Override
    public boolean commutes(Act act) {
        return ample && act instanceof Act.Add;
    }
}

package slipway.chaos;

import static java.lang.Math.min;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

        /// Money came or went because the account held what was expected: a compare-and-set.
        record AddTo(long held, long amount) implements Act {}

        /// A compare-and-set that was refused: the account held something else.
        record Differed(long held) implements Act {}
    }

    /// For calls to one account.
    static Balance before(long initial, List<Call<Act>> calls) {
        long taken = calls.stream().mapToLong(call -> -min(moved(call.act()), 0)).sum();
        return new Balance(initial, taken <= initial);
    }

    static long moved(Act act) {
        return switch (act) {
            case Act.Add(var amount) -> amount;
            case Act.AddTo(_, var amount) -> amount;
            case Act.Read _, Act.Differed _ -> 0;
        };
    }

    /// An account that would be overdrawn refuses, which is no call at all.
    @Override
    public boolean possible(Long state, Act act) {
        return switch (act) {
            case Act.Add(var amount) -> state + amount >= 0;
            case Act.Read(var balance) -> state == balance;
            case Act.AddTo(var held, var amount) -> state == held && state + amount >= 0;
            case Act.Differed(var held) -> state != held;
        };
    }

    @Override
    public Long after(Long state, Act act) {
        return switch (act) {
            case Act.Add(var amount) -> state + amount;
            case Act.AddTo(_, var amount) -> state + amount;
            case Act.Read _, Act.Differed _ -> state;
        };
    }

    @Override
    public boolean reads(Act act) {
        return act instanceof Act.Read || act instanceof Act.Differed;
    }

    @Override
    public @Nullable Long leaves(Act act) {
        return act instanceof Act.AddTo(var held, var amount) ? held + amount : null;
    }

    @Override
    public boolean commutes(Act act) {
        return ample && act instanceof Act.Add;
    }
}

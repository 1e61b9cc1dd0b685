package slipway.chaos;

import org.jspecify.annotations.Nullable;

/// A value that is read, written, and compared and set (Jepsen's register).
///
/// Clients that write no value twice leave fewest orders open: it is then judged soonest, and says
/// most.
public record Register(Long initial) implements Model<Long, Register.Act> {
    /// What a client asked of it and learnt.
    public sealed interface Act {
        record Read(long value) implements Act {}

        record Write(long value) implements Act {}

        /// A compare-and-set that found what it expected.
        record CompareAndSet(long expected, long next) implements Act {}

        /// A compare-and-set that was refused: it found something else.
        record Differed(long expected) implements Act {}
    }

    @Override
    public boolean possible(Long state, Act act) {
        return switch (act) {
            case Act.Read(var value) -> state == value;
            case Act.Write _ -> true;
            case Act.CompareAndSet(var expected, _) -> state == expected;
            case Act.Differed(var expected) -> state != expected;
        };
    }

    @Override
    public Long after(Long state, Act act) {
        var leaves = leaves(act);
        return leaves == null ? state : leaves;
    }

    @Override
    public boolean reads(Act act) {
        return leaves(act) == null;
    }

    @Override
    public @Nullable Long leaves(Act act) {
        return switch (act) {
            case Act.Read _, Act.Differed _ -> null;
            case Act.Write(var value) -> value;
            case Act.CompareAndSet(_, var next) -> next;
        };
    }

    @Override
    public boolean overwrites(Act act) {
        return act instanceof Act.Write;
    }
}

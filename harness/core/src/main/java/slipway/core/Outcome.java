package slipway.core;

import org.jspecify.annotations.Nullable;

/// What a client knows about one operation once it has ended.
///
/// After a timeout a write may or may not have happened; [Uncertain] says so, and every checker has
/// to take a position on it.
public sealed interface Outcome {
    /// The service answered that it did what was asked; `status` is the HTTP status, 200 to 299.
    ///
    /// @param balance of the account that was read, or of all of them together; null where none
    ///   was, or it was not told
    record Acknowledged(int status, @Nullable Long balance) implements Outcome {
        /// Of what was not a read.
        public Acknowledged(int status) {
            this(status, null);
        }
    }

    /// The service answered that what was asked for depends on something which is not so: no
    /// effect, and an answer for all that, for it tells of the state. A key keeps it.
    ///
    /// @param status the HTTP status, 412
    record Unmet(int status) implements Outcome {}

    /// The service answered that it did nothing: certainly no effect.
    record Refused(int status, String reason) implements Outcome {}

    /// No answer, or one that leaves it open: perhaps an effect.
    record Uncertain(String reason) implements Outcome {}

    default boolean acknowledged() {
        return this instanceof Acknowledged;
    }

    default boolean mayHaveTakenEffect() {
        return switch (this) {
            case Acknowledged _, Uncertain _ -> true;
            case Refused _, Unmet _ -> false;
        };
    }

    /// Whether the service did what it is there for, be it to say that a condition is not met.
    default boolean answered() {
        return acknowledged() || this instanceof Unmet;
    }
}

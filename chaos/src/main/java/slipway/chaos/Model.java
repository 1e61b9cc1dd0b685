package slipway.chaos;

import org.jspecify.annotations.Nullable;

/// What an object does, one call after the other: the measure of [Linearizability].
///
/// States and acts are values. What `reads`, `leaves`, `overwrites` and `commutes` say of an act is
/// true in every state. They save time and no more: a model that says nothing there gets the same
/// answers, later.
///
/// @param <S> the state of the object
/// @param <A> what was asked of it, and answered
public interface Model<S, A> {
    S initial();

    /// Whether the object does so and answers so in that state; without an answer, whether it can
    /// take effect.
    boolean possible(S state, A act);

    /// The state after an act that is possible.
    S after(S state, A act);

    /// Whether it leaves every state as it is.
    default boolean reads(A act) {
        return false;
    }

    /// The state after it, where that does not depend on the state before; else null, as for all
    /// that reads.
    default @Nullable S leaves(A act) {
        return null;
    }

    /// Whether it is possible in every state, and leaves the same one.
    default boolean overwrites(A act) {
        return false;
    }

    /// Whether it changes the state, and is possible and leaves the same whichever others that
    /// commute come before it or after: of the calls that are judged, each once.
    default boolean commutes(A act) {
        return false;
    }
}

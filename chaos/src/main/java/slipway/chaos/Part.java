package slipway.chaos;

import org.jspecify.annotations.Nullable;

/// A call as a [Search] takes it, with what its model says of it in whatever state.
///
/// @param binding whether it happens as its client saw it: once at most, and at least where it was
///   answered; else never, or once, or, where it leaves the same in any state, from whatever state
///   and as often as it takes
/// @param overwrites whether it is possible in every state, and leaves the same one
record Part<S, A>(
        Call<A> call, boolean binding, boolean reads, boolean overwrites, @Nullable S leaves) {
    private record Overwrites(Object leaves) {}

    static <S, A> Part<S, A> of(Model<S, A> model, Call<A> call, boolean binding) {
        var act = call.act();
        var leaves = model.leaves(act);
        boolean overwrites = binding ? model.overwrites(act) : leaves != null;
        return new Part<>(call, binding, model.reads(act), overwrites, leaves);
    }

    /// The same, if it left another state.
    Part<S, A> leaving(S state) {
        return new Part<>(call, binding, reads, overwrites, state);
    }

    /// Whether it happens no more than once. What leaves the same however often it happens need not
    /// be counted.
    boolean once() {
        return binding || leaves == null;
    }

    boolean mustHappen() {
        return binding && call.answered();
    }

    A act() {
        return call.act();
    }

    /// Parts that are equal in this do the same: as far as time allows, one can take the place of
    /// the other.
    Object kind() {
        return overwrites && leaves != null ? new Overwrites(leaves) : act();
    }
}

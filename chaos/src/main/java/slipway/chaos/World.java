package slipway.chaos;

import java.util.BitSet;

/// What may be the case at one time of a [Search]: which of the calls under way have happened, and
/// what the state is then. A value: nobody changes its sets.
///
/// @param done those under way that may have changed the state, by their places
/// @param seen those under way that have read it, by their places
/// @param used those that never get an answer, by their numbers
/// @param overwritten the number of the answer before which the state was last overwritten, -1
///   where it never was. Calls that overwrite, and were under way then, may have happened just
///   before that, and left no trace
record World<S>(BitSet done, BitSet seen, BitSet used, S state, int overwritten) {
    /// Once others have happened, none of which overwrites.
    World<S> at(S now, BitSet happened) {
        return new World<>(happened, seen, used, now, overwritten);
    }

    /// Without a call that has been answered.
    World<S> without(int place) {
        var doneBut = (BitSet) done.clone();
        doneBut.clear(place);
        var seenBut = (BitSet) seen.clone();
        seenBut.clear(place);
        return new World<>(doneBut, seenBut, used, state, overwritten);
    }

    /// Whether all that can follow on the other can follow on this one, of two with the same state
    /// and the same calls done.
    boolean covers(World<S> other) {
        return overwritten >= other.overwritten
                && contains(seen, other.seen)
                && contains(other.used, used);
    }

    private static boolean contains(BitSet all, BitSet some) {
        var missing = (BitSet) some.clone();
        missing.andNot(all);
        return missing.isEmpty();
    }
}

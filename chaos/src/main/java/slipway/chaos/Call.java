package slipway.chaos;

/// A call to an object, and what came back, as its client saw it.
///
/// A refusal that tells of the state is an answer, as that of a compare-and-set which found another
/// value. One that tells nothing of it is no call at all: nothing happened.
///
/// @param id of the events that tell of it in the history
/// @param object that was called; no two have any state in common
/// @param act what was asked, and answered
/// @param begin when it was sent
/// @param end when it was answered; [#NEVER] where it was not: it may take effect at any time after
///   `begin`, or never
public record Call<A>(long id, String object, A act, long begin, long end) {
    public static final long NEVER = Long.MAX_VALUE;

    public Call {
        if (end < begin) {
            throw new IllegalArgumentException(
                    "call %d to %s ends at %d, before it begins at %d"
                            .formatted(id, object, end, begin));
        }
    }

    boolean answered() {
        return end < NEVER;
    }

    /// As it stood at a time: not answered yet, if its answer came later.
    Call<A> by(long time) {
        return end <= time ? this : new Call<>(id, object, act, begin, NEVER);
    }
}

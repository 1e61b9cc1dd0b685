package slipway.cluster;

/// One thing that [Doctor] looked at.
///
/// @param name what was looked at, in a word or two
/// @param seen what this host has
/// @param expected what is asked of it, and why
/// @param mend the command, or the choice, that puts it right; empty where nothing need be done
public record DoctorFinding(String name, State state, String seen, String expected, String mend) {
    /// How much it matters; ordered, the worst last.
    public enum State {
        OK,
        /// Good to know; nothing need be done.
        NOTE,
        /// `up` goes on, but something may be slow, missing or unstable.
        WARN,
        /// `up` cannot succeed, so it stops before it touches anything.
        FAIL
    }

    public DoctorFinding {
        if (state.compareTo(State.WARN) >= 0 && mend.isBlank()) {
            throw new IllegalArgumentException(name + ": " + state + " without its mend");
        }
    }

    static DoctorFinding ok(String name, String seen, String expected) {
        return new DoctorFinding(name, State.OK, seen, expected, "");
    }

    static DoctorFinding note(String name, String seen, String expected, String mend) {
        return new DoctorFinding(name, State.NOTE, seen, expected, mend);
    }

    static DoctorFinding warn(String name, String seen, String expected, String mend) {
        return new DoctorFinding(name, State.WARN, seen, expected, mend);
    }

    static DoctorFinding fail(String name, String seen, String expected, String mend) {
        return new DoctorFinding(name, State.FAIL, seen, expected, mend);
    }

    /// A quantity of which more is better: fine from `enough` up, hopeless below `least`.
    static State graded(long seen, long least, long enough) {
        if (seen >= enough) {
            return State.OK;
        }
        return seen >= least ? State.WARN : State.FAIL;
    }

    static DoctorFinding graded(
            String name, State state, String seen, String expected, String mend) {
        return new DoctorFinding(name, state, seen, expected, state == State.OK ? "" : mend);
    }
}

package slipway.rollout;

import java.util.Locale;

/// What somebody asks of a rollout that is under way.
public enum Wish {
    /// Go on by the plan.
    RESUME,
    /// Take no further step until somebody asks for something else.
    PAUSE,
    /// Look no longer: on to the end.
    PROMOTE,
    /// Back to the version before.
    ABORT;

    /// As it is typed and written.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What is noted of it in a history.
    String asked() {
        return "somebody asks to " + word();
    }

    static Wish of(String word) {
        for (var wish : values()) {
            if (wish.word().equals(word)) {
                return wish;
            }
        }
        return RESUME;
    }
}

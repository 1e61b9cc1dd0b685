package slipway.rollout;

/// What a step of a rollout found out about the next version.
public sealed interface Finding {
    /// It is no worse than the one before, as far as anybody can tell.
    record Passes() implements Finding {}

    /// It is worse: it has to be taken back.
    record Fails(String why) implements Finding {}

    /// Somebody does not want it, whatever it is like.
    record Unwanted(String why) implements Finding {}

    /// Too little is known: nothing is promoted, and nobody is blamed.
    record Open(String why) implements Finding {}
}

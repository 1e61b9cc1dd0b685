package slipway.core;

/// The names of the phases of every run, recorded as steps.
public final class Step {
    /// The load runs undisturbed: do the claims hold before anything is done?
    public static final String STEADY = "steady state";

    /// Load and disturbance together.
    public static final String RUN = "run";

    /// After load and disturbance, before the final read.
    public static final String SETTLE = "settle";

    private Step() {}
}

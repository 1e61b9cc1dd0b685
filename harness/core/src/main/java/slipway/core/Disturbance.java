package slipway.core;

/// Something done to a running system: a rollout, a fault, a change of load.
public interface Disturbance {
    /// One line for the list and the report.
    String description();

    /// Does it, and returns when its effect is complete.
    void disturb(Stage stage) throws InterruptedException;

    /// Ends it, where it does not end by itself.
    default void heal(Stage stage) throws InterruptedException {}
}

package slipway.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Something done to a running system: a rollout, a fault, a change of load.
public interface Disturbance {
    /// One line for the list and the report.
    String description();

    /// The version that it brings to the scenario's subject; empty where it brings none. Its image
    /// has to be there before.
    default Optional<Version> brings() {
        return Optional.empty();
    }

    /// Whether it has nothing to bring to a subject.
    ///
    /// @param now the version that the subject is at, as its image says
    default boolean needless(String now) {
        return brings().filter(next -> next.named(now)).isPresent();
    }

    /// The versions that it brings to other workloads than the subject, in an order that is the
    /// same each time. These begin at the scenario's version too, and are observed as well.
    default Map<Workload, Version> bringsToOthers() {
        return Map.of();
    }

    /// The workloads that it is at beside the scenario's subject, and brings nothing to. They are
    /// observed as well.
    default List<Workload> touches() {
        return List.of();
    }

    /// The same for another time, where it does not end by itself.
    default Disturbance lasting(Duration time) {
        return this;
    }

    /// What the dice decide before anything is known of the cluster, a line each.
    ///
    /// @param dice as [#disturb] would be handed them
    default List<String> foretold(RandomGenerator dice) {
        return List.of();
    }

    /// Asks whether it could be done, and changes nothing.
    ///
    /// @throws InvalidSpec with what is in the way
    default void rehearse(Stage stage) throws InterruptedException {}

    /// Does it, and returns when its effect is complete.
    void disturb(Stage stage) throws InterruptedException;

    /// Does it, or leaves it out, and tells so, where it cannot be done at this moment.
    default void disturbIfPossible(Stage stage) throws InterruptedException {
        try {
            disturb(stage);
        } catch (InvalidSpec e) {
            stage.note("left out: " + e.getMessage());
        }
    }

    /// Ends it, where it does not end by itself.
    default void heal(Stage stage) throws InterruptedException {}
}

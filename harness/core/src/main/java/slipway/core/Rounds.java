package slipway.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Disturbances of one subject in turn: what is asked of all of them.
sealed interface Rounds extends Disturbance permits OverAndOver, Series {
    List<Disturbance> rounds();

    /// What the first of them brings: the others bring the same, or lead back.
    @Override
    default Optional<Version> brings() {
        return rounds().getFirst().brings();
    }

    @Override
    default List<Workload> touches() {
        return rounds().stream().flatMap(round -> round.touches().stream()).distinct().toList();
    }

    @Override
    default void rehearse(Stage stage) throws InterruptedException {
        for (var round : Set.copyOf(rounds())) {
            round.rehearse(stage);
        }
    }
}

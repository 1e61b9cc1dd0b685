package slipway.core;

import java.time.Duration;
import java.util.List;

/// Disturbances in turn, until the time is over: rollouts go there and back again. One that has
/// nothing to bring, since the one before it did not get there, is left out.
///
/// @param subject the workload that all of them disturb
/// @param between from the end of one to the begin of the next
/// @param lasting none begins later
public record OverAndOver(
        Workload subject, List<Disturbance> rounds, Duration between, Duration lasting)
        implements Rounds {
    public OverAndOver {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new InvalidSpec("what is done over and over is one thing at least");
        }
        if (!between.isPositive() || !lasting.isPositive()) {
            throw new InvalidSpec(
                    "what is done over and over takes some time, and some in between, not %s and %s"
                            .formatted(lasting, between));
        }
    }

    @Override
    public String description() {
        return "%d s of one after the other: %s"
                .formatted(lasting.toSeconds(), rounds.getFirst().description());
    }

    @Override
    public OverAndOver lasting(Duration time) {
        return new OverAndOver(subject, rounds, between, time);
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        long end = stage.clock().now() + lasting.toNanos();
        for (int i = 0; stage.clock().now() < end; i++) {
            var round = rounds.get(i % rounds.size());
            var version = stage.cluster().image(subject).version();
            if (round.needless(version)) {
                stage.note("%s is at %s already".formatted(subject.name(), version));
            } else {
                stage.during("round %d".formatted(i + 1), () -> round.disturb(stage.unplanned()));
            }
            stage.clock().sleep(between);
        }
    }
}

package slipway.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import slipway.core.Disturbance;
import slipway.core.InvalidSpec;
import slipway.core.Stage;
import slipway.core.Version;
import slipway.core.Workload;

/// Rollouts one after the other, under one load: there and back again where versions are promoted.
///
/// It ends early where a rollout ended with another version than it should have: the next one would
/// have nothing to bring.
///
/// @param subject whose rollouts they are
/// @param between from the end of one to the begin of the next, a second or more
public record Series(Workload subject, List<Disturbance> rollouts, Duration between)
        implements Disturbance {
    private static final Duration BREATH = Duration.ofSeconds(1);

    public Series {
        rollouts = List.copyOf(rollouts);
        if (between.compareTo(BREATH) < 0) {
            throw new InvalidSpec(
                    "a series takes a second or more from one rollout to the next, not " + between);
        }
        if (rollouts.isEmpty()) {
            throw new InvalidSpec("a series has at least one rollout");
        }
    }

    /// The name of the step that is the rollout of that number, from 1.
    static String step(int number, int of) {
        return "rollout %d of %d".formatted(number, of);
    }

    @Override
    public String description() {
        return "series of %d rollouts, there and back where a version is promoted: %s"
                .formatted(rollouts.size(), rollouts.getFirst().description());
    }

    @Override
    public Optional<Version> brings() {
        return rollouts.getFirst().brings();
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        for (int i = 0; i < rollouts.size(); i++) {
            var rollout = rollouts.get(i);
            if (i > 0) {
                stage.clock().sleep(between.minus(BREATH));
                // Of the rollout before, and so before the next one begins.
                stage.compare();
                stage.clock().sleep(BREATH);
                var version = stage.cluster().image(subject).version();
                if (rollout.brings().filter(next -> next.named(version)).isPresent()) {
                    stage.note(
                            "%s is at %s already: the series ends before rollout %d of %d"
                                    .formatted(subject.name(), version, i + 1, rollouts.size()));
                    return;
                }
            }
            stage.during(step(i + 1, rollouts.size()), () -> rollout.disturb(stage));
        }
    }
}

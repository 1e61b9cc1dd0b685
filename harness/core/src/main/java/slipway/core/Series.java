package slipway.core;

import java.time.Duration;
import java.util.List;

/// Disturbances one after the other, under one load: rollouts go there and back again where their
/// versions are promoted.
///
/// It ends early where a rollout ended with another version than it should have: the next one would
/// have nothing to bring.
///
/// @param subject the workload that all of them disturb
/// @param between from the end of one to the begin of the next, a second or more; longer where
///   clients or pods still suffer from the one before
public record Series(Workload subject, List<Disturbance> rounds, Duration between)
        implements Rounds {
    private static final Duration BREATH = Duration.ofSeconds(1);

    public Series {
        rounds = List.copyOf(rounds);
        if (between.compareTo(BREATH) < 0) {
            throw new InvalidSpec(
                    "a series takes a second or more from one round to the next, not " + between);
        }
        if (rounds.isEmpty()) {
            throw new InvalidSpec("a series has at least one round");
        }
    }

    /// The name of the step that is the round of that number, from 1.
    static String step(int number, int of) {
        return "round %d of %d".formatted(number, of);
    }

    @Override
    public String description() {
        return "%d rounds%s: %s"
                .formatted(
                        rounds.size(),
                        brings().isPresent() ? ", there and back where a version is promoted" : "",
                        all());
    }

    private String all() {
        var different = rounds.stream().map(Disturbance::description).distinct().toList();
        return different.size() < 3
                ? different.getFirst()
                : "%s … %s".formatted(different.getFirst(), different.getLast());
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        for (int i = 0; i < rounds.size(); i++) {
            var round = rounds.get(i);
            if (i > 0) {
                stage.clock().sleep(between.minus(BREATH));
                Calm.await(stage, subject);
                // Of the round before, and so before the next one begins.
                stage.sight().compare();
                stage.sight().count();
                stage.clock().sleep(BREATH);
                var version = stage.cluster().image(subject).version();
                if (round.needless(version)) {
                    stage.note(
                            "%s is at %s already: the series ends before round %d of %d"
                                    .formatted(subject.name(), version, i + 1, rounds.size()));
                    return;
                }
            }
            // How long it takes until all are well again nobody plans.
            var own = i == 0 ? stage : stage.unplanned();
            stage.during(step(i + 1, rounds.size()), () -> round.disturb(own));
        }
    }
}

package slipway.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import slipway.core.Disturbance;
import slipway.core.InvalidSpec;
import slipway.core.Stage;
import slipway.core.Workload;

/// One fault after the other, each chosen by the dice, until the time is over. The same seed makes
/// the same plan; which pods it is at depends on those that are there then.
///
/// @param faults that may be chosen
/// @param lasting no fault begins later
/// @param calm from the end of one to the begin of the next, at least
/// @param between how much longer that may be
public record Storm(List<Injection> faults, Duration lasting, Duration calm, Duration between)
        implements Disturbance {
    /// The name of the step that all of it is.
    public static final String STEP = "storm";

    public Storm {
        faults = List.copyOf(faults);
        if (faults.isEmpty()) {
            throw new InvalidSpec("a storm has at least one fault to choose");
        }
        if (!lasting.isPositive() || calm.isNegative() || !between.isPositive()) {
            throw new InvalidSpec(
                    "a storm takes some time, and some between its faults, not %s and %s to %s"
                            .formatted(lasting, calm, calm.plus(between)));
        }
    }

    /// A fault of the plan.
    ///
    /// @param after how long after the end of the one before it
    /// @param dice its own, so that what one draws changes no other
    private record Gust(Injection fault, Duration after, RandomGenerator dice) {
        String words() {
            return "planned in %d ms: %s".formatted(after.toMillis(), fault.description());
        }
    }

    @Override
    public String description() {
        return "storm of %d s: %s"
                .formatted(
                        lasting.toSeconds(),
                        String.join(", ", faults.stream().map(Injection::description).toList()));
    }

    @Override
    public Storm lasting(Duration time) {
        return new Storm(faults, time, calm, between);
    }

    @Override
    public List<Workload> touches() {
        return faults.stream().flatMap(fault -> fault.touches().stream()).distinct().toList();
    }

    /// As many as there are where none takes any time; the run has the first of them.
    @Override
    public List<String> foretold(RandomGenerator dice) {
        var own = new SplittableRandom(dice.nextLong());
        var lines = new ArrayList<String>();
        var gust = next(own);
        for (var at = gust.after(); at.compareTo(lasting) < 0; at = at.plus(gust.after())) {
            lines.add(gust.words());
            gust = next(own);
        }
        return lines;
    }

    @Override
    public void rehearse(Stage stage) throws InterruptedException {
        for (var fault : faults) {
            fault.rehearse(stage);
        }
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var dice = new SplittableRandom(stage.dice().nextLong());
        stage.during(
                STEP,
                () -> {
                    long end = stage.clock().now() + lasting.toNanos();
                    for (var gust = next(dice); stage.clock().now() < end; gust = next(dice)) {
                        stage.note(gust.words());
                        long due = stage.clock().now() + gust.after().toNanos();
                        stage.clock().sleepUntil(due);
                        // A storm asks nobody to be ready.
                        gust.fault().disturbIfPossible(stage.with(gust.dice()).plannedAt(due));
                    }
                });
    }

    private Gust next(SplittableRandom dice) {
        return new Gust(
                faults.get(dice.nextInt(faults.size())),
                calm.plusMillis(dice.nextLong(between.toMillis())),
                dice.split());
    }
}

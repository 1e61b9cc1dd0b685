package slipway.core;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What every actor is handed.
///
/// @param run the run's name, prefix of the idempotency keys of its transfers
/// @param cluster on which the run changes only workloads that it holds: any other change is a
///   [RunFailed]
/// @param clients what clients have seen so far
/// @param undo takes the undo of a change, before the change is made; [RunFailed] where the run
///   does not hold the workload (any more)
/// @param dice seeded by the scenario: the same seed makes the same choices
/// @param comparing records an [Event.Compared] of this moment
public record Stage(
        String run,
        Cluster cluster,
        Service service,
        Recorder recorder,
        Clients clients,
        Clock clock,
        Images images,
        Consumer<Undo> undo,
        RandomGenerator dice,
        Comparison comparing) {
    /// Asks the cluster, which takes a moment.
    @FunctionalInterface
    public interface Comparison {
        void run() throws InterruptedException;
    }

    /// Where there is nothing to compare with.
    public Stage(
            String run,
            Cluster cluster,
            Service service,
            Recorder recorder,
            Clients clients,
            Clock clock,
            Images images,
            Consumer<Undo> undo,
            RandomGenerator dice) {
        this(run, cluster, service, recorder, clients, clock, images, undo, dice, () -> {});
    }

    /// The same, where there is something to compare with.
    public Stage comparing(Comparison compare) {
        return new Stage(
                run, cluster, service, recorder, clients, clock, images, undo, dice, compare);
    }

    /// The same with other dice.
    public Stage with(RandomGenerator others) {
        return new Stage(
                run, cluster, service, recorder, clients, clock, images, undo, others, comparing);
    }

    /// The same with another recorder.
    public Stage recording(Recorder other) {
        return new Stage(
                run, cluster, service, other, clients, clock, images, undo, dice, comparing);
    }

    /// Records what is otherwise now than right before the disturbance.
    public void compare() throws InterruptedException {
        comparing.run();
    }

    /// Performs a step, and records that it began and how it ended.
    public void during(String step, Clock.Task deed) throws InterruptedException {
        recorder.record(new Event.StepBegan(clock.now(), step));
        @Nullable String failure = "cut off";
        try {
            deed.run();
            failure = null;
        } catch (InterruptedException | RuntimeException e) {
            failure = String.valueOf(e.getMessage());
            throw e;
        } catch (Exception e) {
            failure = String.valueOf(e.getMessage());
            throw new RunFailed(step + ": " + e.getMessage(), e);
        } finally {
            recorder.record(new Event.StepEnded(clock.now(), step, failure));
        }
    }

    /// Performs a step of which it is known how long it should take, and records that too.
    public void during(String step, Duration planned, Clock.Task deed) throws InterruptedException {
        long now = clock.now();
        recorder.record(new Event.Planned(now, step, now + planned.toNanos()));
        during(step, deed);
    }

    public void note(String text) {
        recorder.record(new Event.Noted(clock.now(), text));
    }
}

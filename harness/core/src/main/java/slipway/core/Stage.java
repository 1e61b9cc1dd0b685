package slipway.core;

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
/// @param sight what the run itself can look at
/// @param planned when what is done next was meant to begin; null for now
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
        Sight sight,
        @Nullable Long planned) {
    /// Asks the cluster, which takes a moment, and records what it saw.
    public interface Sight {
        /// What is otherwise now than right before the disturbance ([Event.Compared]).
        void compare() throws InterruptedException;

        /// What the agents on the nodes have counted ([Event.Counted]).
        void count() throws InterruptedException;
    }

    private static final Sight NONE =
            new Sight() {
                @Override
                public void compare() {}

                @Override
                public void count() {}
            };

    /// Where there is nothing to look at.
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
        this(run, cluster, service, recorder, clients, clock, images, undo, dice, NONE, null);
    }

    /// The same, where there is something to look at.
    public Stage seeing(Sight other) {
        return copy(recorder, dice, other, planned);
    }

    /// The same for what was meant to begin at that time.
    public Stage plannedAt(long at) {
        return copy(recorder, dice, sight, at);
    }

    /// The same for what nobody has planned for a certain time.
    public Stage unplanned() {
        return copy(recorder, dice, sight, null);
    }

    /// The same with other dice.
    public Stage with(RandomGenerator others) {
        return copy(recorder, others, sight, planned);
    }

    /// The same with another recorder.
    public Stage recording(Recorder other) {
        return copy(other, dice, sight, planned);
    }

    private Stage copy(
            Recorder recorder, RandomGenerator dice, Sight sight, @Nullable Long planned) {
        return new Stage(
                run, cluster, service, recorder, clients, clock, images, undo, dice, sight,
                planned);
    }

    /// When what is done next was meant to begin.
    public long due() {
        return planned == null ? clock.now() : planned;
    }

    /// Records when the fault that is brought now was meant to come and to go, as [Event.Planned].
    public void plan(String step, long from, @Nullable Long until) {
        recorder.record(new Event.Planned(clock.now(), step, from, until));
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

    public void note(String text) {
        recorder.record(new Event.Noted(clock.now(), text));
    }
}

package slipway.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import slipway.core.Books;
import slipway.core.Clock;
import slipway.core.Event;
import slipway.core.LiveRecord;
import slipway.core.Recorder;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Scenario;
import slipway.core.Stage;
import slipway.core.Step;
import slipway.core.Undo;
import slipway.loadtest.WarmUp;
import slipway.rollout.RolloutBoard;

/// Plays one scenario from the first request to the sweep, and records it. It judges nothing. The
/// venue has been stocked for it.
///
/// @param undos keeps the undos of what the run changes, on disk before the change is made
/// @param logs folder for what the pods say
/// @param narrator is told what happens, for a person who waits
record Runner(Venue venue, Recorder recorder, Journal undos, Path logs, Consumer<String> narrator) {
    /// As long as a rollout may take: the version to start from has to be rolled out first.
    private static final Duration PREPARE = Duration.ofMinutes(4);

    /// Where undos wait until they are done.
    interface Journal {
        void push(Undo undo);

        void done();
    }

    /// @param run prefix of the idempotency keys of this run
    /// @throws RunFailed when the harness or the cluster broke; what was recorded is on disk
    /// @throws InterruptedException when it was cut off; everything has been put back then
    void run(Scenario scenario, String run) throws InterruptedException {
        venue.play(clock -> perform(scenario, run, clock));
    }

    private void perform(Scenario scenario, String run, Clock clock) throws InterruptedException {
        var before = venue.inventory();
        SequencedMap<String, Undo> changes = new LinkedHashMap<>();
        var dice = new SplittableRandom(scenario.seed());
        // Dice of their own: load and disturbance draw at the same time, in an order of chance.
        var live = new LiveRecord(recorder);
        var stage = stage(run, live, clock, changes, dice.split());
        var disturber = stage(run, live, clock, changes, dice.split());
        try {
            act(scenario, stage, disturber);
        } catch (Throwable e) {
            try {
                sweep(before, changes, stage);
            } catch (RunFailed alsoFailed) {
                e.addSuppressed(
                        new RunFailed(
                                "not everything was put back (%s); the next command does it, once the cluster answers: ./slipway up"
                                        .formatted(alsoFailed.getMessage()),
                                alsoFailed));
            }
            throw e;
        }
        sweep(before, changes, stage);
    }

    private Stage stage(
            String run,
            LiveRecord live,
            Clock clock,
            SequencedMap<String, Undo> changes,
            RandomGenerator dice) {
        return new Stage(
                run,
                venue.cluster(),
                venue.service(),
                live,
                live,
                clock,
                venue.images(),
                undo -> {
                    if (changes.putIfAbsent(undo.subject(), undo) == null) {
                        undos.push(undo);
                    }
                },
                dice);
    }

    /// Steps 1 to 4 of a run: prepare, steady state, run, heal and settle, and the final read.
    private void act(Scenario scenario, Stage stage, Stage disturber) throws InterruptedException {
        var lost = new AtomicBoolean();
        var self = Thread.currentThread();
        try (var _ =
                        venue.onLost(
                                () -> {
                                    lost.set(true);
                                    self.interrupt();
                                });
                var _ = venue.follow(logs)) {
            prepare(scenario, stage);
            try (var _ =
                    stage.cluster()
                            .watch(
                                    scenario.subject(),
                                    replicas -> observe(scenario, stage, replicas))) {
                long sent = steady(scenario, stage);
                disturb(scenario, stage, disturber, sent);
                settle(scenario, stage);
            }
            read(stage, Event.Read::new);
        } catch (InterruptedException e) {
            if (lost.get()) {
                throw lost(e);
            }
            throw e;
        } catch (RuntimeException e) {
            throw lost.get() ? lost(e) : e;
        } catch (Exception e) {
            throw new RunFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private static RunFailed lost(Exception e) {
        return new RunFailed("the cluster was lost in the middle of the run", e);
    }

    private void prepare(Scenario scenario, Stage stage) throws InterruptedException {
        var subject = scenario.subject();
        new RolloutBoard(stage.cluster().board(subject)).requireFree(subject);
        var from = stage.images().of(subject, scenario.from());
        var found = stage.cluster().updateSpec(subject);
        if (!found.image().equals(from)) {
            narrator.accept(
                    "rolling "
                            + subject.name()
                            + " out to "
                            + from.version()
                            + ", to start from it");
            // Undone last: until all is put back, no other rollout may begin.
            stage.undo().accept(new Undo.TakeDown(subject, stage.run()));
            stage.undo().accept(new Undo.RestoreUpdate(subject, found));
            stage.cluster().update(subject, found.to(from));
        }
        stage.cluster().await(subject, "ready", Replicas::settled, PREPARE);
    }

    private long steady(Scenario scenario, Stage stage) throws InterruptedException {
        var load = scenario.load().lasting(scenario.steady());
        narrator.accept("warming up, then the steady state: " + load.description());
        read(stage, Event.OpeningRead::new);
        WarmUp.offer(load, stage, WarmUp.USUAL);
        read(stage, Event.OpeningRead::new);
        long[] sent = {0};
        stage.during(Step.STEADY, () -> sent[0] = load.offer(stage, 0));
        return sent[0];
    }

    private void disturb(Scenario scenario, Stage stage, Stage disturber, long firstId)
            throws InterruptedException {
        var disturbance = scenario.disturbance();
        var clock = stage.clock();
        var over = new AtomicLong(Long.MAX_VALUE);
        narrator.accept(
                "%s; %s after %d s"
                        .formatted(
                                scenario.load().description(),
                                disturbance.description(),
                                scenario.delay().toSeconds()));
        Clock.Task offer =
                () -> scenario.load().offer(stage, firstId, () -> clock.now() < over.get());
        Clock.Task act =
                () -> {
                    clock.sleep(scenario.delay());
                    disturbance.disturb(disturber);
                    over.set(clock.now() + scenario.delay().toNanos());
                };
        stage.during(
                Step.RUN,
                () -> {
                    var load = clock.start("load", offer);
                    var deed = clock.start("disturbance", act);
                    try {
                        deed.join();
                        load.join();
                    } finally {
                        // Nobody heals, or puts back, beside one who is still at it.
                        deed.end();
                        load.end();
                        disturbance.heal(disturber);
                    }
                });
    }

    private void settle(Scenario scenario, Stage stage) throws InterruptedException {
        narrator.accept(
                "settling for " + scenario.settle().toSeconds() + " s, then the final read");
        stage.during(Step.SETTLE, () -> stage.clock().sleep(scenario.settle()));
    }

    private void read(Stage stage, BiFunction<Long, Books, Event> event)
            throws InterruptedException {
        try {
            var books = stage.service().read(stage.run());
            recorder.record(event.apply(stage.clock().now(), books));
        } catch (IOException e) {
            // Not the end of the run: the checkers that need the books say that they are undecided.
            stage.note("the books could not be read: " + e.getMessage());
        }
    }

    private void observe(Scenario scenario, Stage stage, Replicas replicas) {
        recorder.record(new Event.Observed(stage.clock().now(), scenario.subject(), replicas));
    }

    /// Puts back what was changed, the last change first, and looks at what is left.
    private void sweep(Venue.Inventory before, SequencedMap<String, Undo> changes, Stage stage)
            throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        if (!changes.isEmpty()) {
            narrator.accept("putting back what was changed");
        }
        for (var undo : changes.sequencedValues().reversed()) {
            try {
                venue.undo(undo);
            } catch (InterruptedException _) {
                interrupted = true; // told to stop, which is done once: this is still put back
                venue.undo(undo);
            }
        }
        undos.done();
        recorder.record(before.sweep(stage.clock().now()));
        if (interrupted) {
            throw new InterruptedException();
        }
    }
}

package slipway.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import slipway.core.Books;
import slipway.core.Clients;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.Event;
import slipway.core.InvalidSpec;
import slipway.core.LiveRecord;
import slipway.core.NodeView;
import slipway.core.Recorder;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Scenario;
import slipway.core.Stage;
import slipway.core.Step;
import slipway.core.Undo;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.WarmUp;
import slipway.rollout.Rollout;

/// Plays one scenario from the first request to the sweep, and records it. It judges nothing. The
/// venue has been stocked for it.
///
/// @param undos keeps the undos of what the run changes, on disk before the change is made
/// @param logs folder for what the pods say
/// @param narrator is told what happens, for a person who waits
record Runner(Venue venue, Recorder recorder, Journal undos, Path logs, Consumer<String> narrator) {
    /// Pods that are only just about to be ready are worth the wait; a workload that is broken is
    /// not.
    private static final Duration SETTLED = Duration.ofSeconds(30);

    /// What agents have told since then need not be asked again, which takes a busy host a second.
    private static final Duration RECENT = Duration.ofSeconds(15);

    /// Where undos wait until they are done.
    interface Journal {
        void push(Undo undo);

        void done();
    }

    /// Of their own, since load and disturbance draw at the same time, in an order of chance.
    private record Dice(RandomGenerator load, RandomGenerator disturbance) {
        static Dice of(Scenario scenario) {
            var dice = new SplittableRandom(scenario.seed());
            return new Dice(dice.split(), dice.split());
        }
    }

    /// What the scenario's seed decides of its disturbance, before it is run.
    static List<String> foretold(Scenario scenario) {
        return scenario.disturbance().foretold(Dice.of(scenario).disturbance());
    }

    /// @param run prefix of the idempotency keys of this run
    /// @throws RunFailed when the harness or the cluster broke; what was recorded is on disk
    /// @throws InterruptedException when it was cut off; everything has been put back then
    void run(Scenario scenario, String run) throws InterruptedException {
        venue.play(clock -> perform(scenario, run, clock));
    }

    private void perform(Scenario scenario, String run, Clock clock) throws InterruptedException {
        var before = venue.inventory();
        var dice = Dice.of(scenario);
        var live = new LiveRecord(recorder);
        try (var changes = new Changes(venue.cluster(), run, clock, undos, live)) {
            var stage = stage(run, live, live, clock, changes, dice.load());
            var disturber = stage(run, narrated(live), live, clock, changes, dice.disturbance());
            try {
                act(scenario, changes, stage, disturber);
                changes.insist();
            } catch (Throwable e) {
                try {
                    var left = sweep(before, changes, stage);
                    if (!left.isEmpty()) {
                        e.addSuppressed(
                                new RunFailed("left on the cluster: " + String.join("; ", left)));
                    }
                } catch (RuntimeException alsoFailed) {
                    e.addSuppressed(
                            new RunFailed(
                                    "not everything was put back (%s); the next command does it, once the cluster answers: ./slipway up"
                                            .formatted(alsoFailed.getMessage()),
                                    alsoFailed));
                }
                Thread.interrupted(); // told to stop once more: it ends by this all the same
                throw e;
            }
            sweep(before, changes, stage);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /// What a disturbance does is news for a person who waits, step after step.
    private Recorder narrated(Recorder next) {
        return event -> {
            next.record(event);
            switch (event) {
                case Event.StepBegan(_, var step) -> narrator.accept(step);
                case Event.Noted(_, var text) -> narrator.accept(text);
                default -> {}
            }
        };
    }

    private Stage stage(
            String run,
            Recorder recorder,
            Clients clients,
            Clock clock,
            Changes changes,
            RandomGenerator dice) {
        return new Stage(
                run,
                changes.own(),
                venue.service(),
                recorder,
                clients,
                clock,
                venue.images(),
                changes::push,
                dice);
    }

    /// Steps 1 to 4 of a run: prepare, steady state, run, heal and settle, and the final read.
    private void act(Scenario scenario, Changes changes, Stage stage, Stage disturber)
            throws InterruptedException {
        var lost = new AtomicBoolean();
        var self = Thread.currentThread();
        try (var _ =
                        venue.onLost(
                                () -> {
                                    lost.set(true);
                                    self.interrupt();
                                });
                var _ = venue.follow(logs)) {
            prepare(scenario, changes, stage);
            var prepared = venue.inventory();
            try (var _ = observe(scenario, stage)) {
                long sent = steady(scenario, stage);
                var seen = count(stage);
                disturb(scenario, stage, disturber.seeing(sight(prepared, disturber)), sent);
                compare(prepared, stage);
                settle(scenario, stage);
                recorder.record(
                        new Event.Viewed(
                                stage.clock().now(), NodeView.between(seen, count(stage))));
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

    /// Whoever comes second is refused here, and so is who asks for what is not there or not
    /// healthy, before anything is updated.
    private void prepare(Scenario scenario, Changes changes, Stage stage)
            throws InterruptedException {
        var workloads = List.copyOf(scenario.workloads().sequencedKeySet());
        var missing = new ArrayList<>(workloads);
        missing.removeAll(venue.workloads());
        if (!missing.isEmpty()) {
            throw new InvalidSpec(
                    "%s disturbs what is not there: %s; bring the suite up: ./slipway up"
                            .formatted(scenario.name(), missing));
        }
        changes.hold(workloads);
        for (var workload : workloads) {
            insistOnHealth(workload, stage.cluster());
        }
        for (var plan : Scenarios.plans(scenario)) {
            Rollout.rehearse(stage, plan);
        }
        scenario.disturbance().rehearse(stage);
        for (var workload : workloads) {
            begin(workload, scenario.from(), stage);
        }
    }

    /// @throws InvalidSpec where the workload does not settle by itself
    private static void insistOnHealth(Workload workload, Cluster cluster)
            throws InterruptedException {
        try {
            cluster.await(workload, "ready before anything is done", Replicas::settled, SETTLED);
        } catch (RunFailed e) {
            // Where the cluster does not answer, this says so, and the request was not wrong.
            if (!cluster.replicas(workload).settled()) {
                throw new InvalidSpec(
                        "%s; a run begins with a suite that is well: ./slipway up"
                                .formatted(e.getMessage()));
            }
        }
    }

    private void begin(Workload workload, Version version, Stage stage)
            throws InterruptedException {
        var from = stage.images().of(workload, version);
        var found = stage.cluster().updateSpec(workload);
        if (!found.image().equals(from)) {
            narrator.accept(
                    "rolling "
                            + workload.name()
                            + " out to "
                            + from.version()
                            + ", to start from it");
            stage.undo().accept(new Undo.RestoreUpdate(workload, found));
            stage.cluster().update(workload, found.to(from));
        }
        stage.cluster().await(workload, "ready", Replicas::settled, Rollout.WITHIN);
    }

    private long steady(Scenario scenario, Stage stage) throws InterruptedException {
        var load = scenario.load().lasting(scenario.steady());
        narrator.accept("warming up, then the steady state: " + load.description());
        read(stage, Event.OpeningRead::new);
        WarmUp.offer(load, stage, WarmUp.USUAL);
        venue.beforeLoad();
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
                    long due = clock.now() + scenario.delay().toNanos();
                    clock.sleepUntil(due);
                    disturbance.disturb(disturber.plannedAt(due));
                    over.set(clock.now() + scenario.after().toNanos());
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

    /// @param stage on which agents have been asked right before
    private Stage.Sight sight(Venue.Inventory prepared, Stage stage) {
        return new Stage.Sight() {
            private long counted = stage.clock().now();

            @Override
            public void compare() throws InterruptedException {
                Runner.this.compare(prepared, stage);
            }

            @Override
            public synchronized void count() throws InterruptedException {
                if (stage.clock().now() - counted > RECENT.toNanos()) {
                    Runner.this.count(stage);
                    counted = stage.clock().now();
                }
            }
        };
    }

    private List<NodeView> count(Stage stage) throws InterruptedException {
        var views = venue.views();
        // Where nobody answers nothing was seen.
        if (!views.isEmpty()) {
            recorder.record(new Event.Counted(stage.clock().now(), views));
        }
        return views;
    }

    private void compare(Venue.Inventory prepared, Stage stage) throws InterruptedException {
        var at = stage.clock().now();
        var differences = prepared.sweep(at);
        recorder.record(new Event.Compared(at, differences.remainder(), differences.unseen()));
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

    private Cluster.Watch observe(Scenario scenario, Stage stage) {
        var watches = new ArrayList<Cluster.Watch>();
        Cluster.Watch all = () -> watches.forEach(Cluster.Watch::close);
        try {
            for (var workload : scenario.workloads().sequencedKeySet()) {
                watches.add(
                        stage.cluster()
                                .watch(
                                        workload,
                                        replicas ->
                                                recorder.record(
                                                        new Event.Observed(
                                                                stage.clock().now(),
                                                                workload,
                                                                replicas))));
            }
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    /// Puts back what was changed, and looks at what is left. Whoever tells it to stop meanwhile
    /// finds the thread interrupted when it has ended.
    ///
    /// @return what is left; nothing where another run is at the workloads by now, whose it is
    /// @throws RuntimeException what the first undo that failed threw, after all others
    private List<String> sweep(Venue.Inventory before, Changes changes, Stage stage)
            throws InterruptedException {
        var back =
                new PuttingBack(
                        changes, undo -> venue.undo(changes.own(), undo), stage.clock(), narrator);
        boolean own = !back.all().isEmpty();
        changes.done();
        var swept = before.sweep(stage.clock().now());
        recorder.record(swept);
        if (back.interrupted()) {
            Thread.currentThread().interrupt();
        }
        return own ? swept.remainder() : List.of();
    }
}

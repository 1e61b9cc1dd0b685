package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.Baseline;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.Disturbance;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Replicas;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Scenario;
import slipway.core.Stage;
import slipway.core.Undo;
import slipway.core.UpdateSpec;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.rollout.Plan;
import slipway.rollout.Rollout;
import slipway.rollout.RolloutBoard;
import slipway.rollout.RolloutInOrder;
import slipway.rollout.SideBySide;
import slipway.rollout.Tenure;
import slipway.rollout.Wish;
import slipway.sim.SimLedger;

/// Runs that are killed or stopped in the middle of a rollout, and those who come after them, on
/// the simulated cluster.
@SuppressWarnings("UnusedVariable") // for those who override
class AbandonedTest {
    private static final Workload API = Workload.deployment("api");
    private static final Version V2 = new Version("v2");
    private static final Workload LEDGER = Workload.statefulSet("ledger");
    private static final Plan CANARY = Plan.canary(API, V2);
    private static final RolloutInOrder BOTH =
            new RolloutInOrder(API, List.of(Plan.rolling(LEDGER, V2), Plan.rolling(API, V2)));
    private static final Image NEXT = new Image("api", "v3");

    /// The one with a quarter of the clients at the next version.
    private static final int IN_THE_MIDDLE = 3;

    @TempDir private Path runs = Path.of("");

    /// The simulated cluster, on which others act as well.
    private static class Shared extends SimVenue {
        final List<Event> events = Collections.synchronizedList(new ArrayList<>());
        final StringWriter said = new StringWriter();
        final AtomicReference<@Nullable UpdateSpec> found = new AtomicReference<>();

        Shared() {
            super(SimLedger.Flaw.NONE);
        }

        void before(Clock clock) throws InterruptedException {}

        void beside(Clock clock) throws InterruptedException {}

        void after(Clock clock) throws InterruptedException {}

        /// The time of the run.
        Clock its(Clock clock) {
            return clock;
        }

        @Override
        public void play(Play play) throws InterruptedException {
            super.play(
                    clock -> {
                        found.set(cluster().updateSpec(API));
                        before(clock);
                        var another = clock.start("another", () -> beside(clock));
                        try {
                            play.on(its(clock));
                        } finally {
                            another.join();
                            after(clock);
                        }
                    });
        }

        RolloutDesk desk(Clock clock) {
            return new RolloutDesk(cluster(), API, clock, new PrintWriter(said, true));
        }

        /// What `slipway rollout abort` does where nobody is at it.
        void abort(Clock clock) throws InterruptedException {
            takeBack(desk(clock).abort().orElseThrow(), clock);
        }

        void takeBack(RolloutBoard.State left, Clock clock) throws InterruptedException {
            new Recovery(cluster(), clock, _ -> {}).ofBoard(API, left);
        }

        void awaitStep(int step, Clock clock) throws InterruptedException {
            AbandonedTest.awaitStep(cluster(), step, clock);
        }

        void assertAsFound() {
            assertThat(cluster().updateSpec(API)).isEqualTo(found.get());
            assertThat(cluster().replicas(API).existing().keySet())
                    .allMatch(new Version("v1")::named);
            assertThatThrownBy(() -> cluster().pods(Baseline.of(API)))
                    .as("no baseline is left")
                    .isInstanceOf(RunFailed.class);
            assertThat(cluster().board(API).read()).isEmpty();
        }
    }

    /// A harness that is killed puts nothing back.
    private static class Killed extends Shared {
        @Override
        public void undo(Cluster own, Undo undo) {}
    }

    /// A harness that is stopped as a process is, and wakes up again.
    private static class Stopped extends Shared {
        private final Duration time;
        private volatile long until;

        Stopped(Duration time) {
            this.time = time;
        }

        @Override
        void beside(Clock clock) throws InterruptedException {
            awaitStep(IN_THE_MIDDLE, clock);
            until = clock.now() + time.toNanos();
            meanwhile(clock);
        }

        void meanwhile(Clock clock) throws InterruptedException {}

        @Override
        Clock its(Clock clock) {
            return new Clock() {
                @Override
                public long now() {
                    return clock.now();
                }

                @Override
                public void sleepUntil(long at) throws InterruptedException {
                    clock.sleepUntil(at);
                    while (clock.now() < until) {
                        clock.sleepUntil(until);
                    }
                }

                @Override
                public Running start(String name, Task task) {
                    return clock.start(name, task);
                }
            };
        }
    }

    /// A rollout that nobody is at any more, shortly after one of its steps has begun.
    private record Dying(Disturbance rollout, int step) implements Disturbance {
        Dying(Plan plan, int step) {
            this(new Rollout(plan), step);
        }

        @Override
        public String description() {
            return rollout.description() + ", killed in step " + step;
        }

        @Override
        public Optional<Version> brings() {
            return rollout.brings();
        }

        @Override
        public Map<Workload, Version> bringsToOthers() {
            return rollout.bringsToOthers();
        }

        @Override
        public void disturb(Stage stage) throws InterruptedException {
            var conductor = stage.clock().start("conductor", () -> rollout.disturb(stage));
            awaitStep(stage.cluster(), step, stage.clock());
            stage.clock().sleep(Duration.ofSeconds(2));
            conductor.end();
            throw new RunFailed("killed");
        }
    }

    private static void awaitStep(Cluster cluster, int step, Clock clock)
            throws InterruptedException {
        var board = new RolloutBoard(cluster.board(API));
        long end = clock.now() + Duration.ofMinutes(10).toNanos();
        while (board.read().map(RolloutBoard.State::step).orElse(0) < step) {
            assertThat(clock.now()).as("step %d by its deadline", step).isLessThan(end);
            clock.sleep(Duration.ofMillis(250));
        }
    }

    private static History play(Shared venue, Disturbance disturbance) throws InterruptedException {
        return play(venue, disturbance, "the-run", Simulated.UNWRITTEN);
    }

    private static History play(
            Shared venue, Disturbance disturbance, String run, Runner.Journal journal)
            throws InterruptedException {
        var like = Scenarios.named("canary-good");
        var scenario =
                new Scenario(
                        "abandoned",
                        like.family(),
                        null,
                        API,
                        like.from(),
                        like.load(),
                        like.steady(),
                        like.delay(),
                        like.after(),
                        disturbance,
                        like.settle(),
                        like.checkers(),
                        42);
        venue.stock(scenario);
        new Runner(venue, venue.events::add, journal, Path.of("unused"), _ -> {})
                .run(scenario, run);
        return new History(List.copyOf(venue.events));
    }

    private static void playKilled(Shared venue, Plan plan, int step) {
        assertThatThrownBy(() -> play(venue, new Dying(plan, step)))
                .isInstanceOf(RunFailed.class)
                .hasMessage("killed");
    }

    static Stream<Arguments> everyStep() {
        return Stream.of(
                        Plan.rolling(API, V2),
                        Plan.recreate(API, V2),
                        Plan.blueGreen(API, V2),
                        CANARY)
                .flatMap(
                        plan ->
                                IntStream.rangeClosed(1, plan.steps().size())
                                        .mapToObj(step -> Arguments.of(plan, step)));
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    @DisplayName("killed in any step, a rollout is taken back by its board alone")
    void byBoard(Plan plan, int step) {
        var venue =
                new Killed() {
                    @Override
                    void after(Clock clock) throws InterruptedException {
                        assertThat(cluster().updateSpec(API)).isNotEqualTo(found.get());
                        desk(clock).status();
                        abort(clock);
                        desk(clock).status();
                    }
                };
        playKilled(venue, plan, step);
        assertThat(venue.said.toString())
                .containsSubsequence(
                        "the-run",
                        "nobody is at it any more",
                        "./slipway rollout abort api",
                        "no rollout is under way")
                .doesNotContain("somebody is at it");
        venue.assertAsFound();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    @DisplayName("killed in any step, a rollout is taken back by the next command of its host")
    void byJournal(Plan plan, int step) {
        var folder = RunFolder.create(runs, "abandoned", Instant.EPOCH);
        var venue =
                new Killed() {
                    @Override
                    void after(Clock clock) throws InterruptedException {
                        assertThat(cluster().updateSpec(API)).isNotEqualTo(found.get());
                        new Recovery(cluster(), clock, _ -> {})
                                .ofThisHost(runs, id(), Venue::putBack);
                    }
                };
        assertThatThrownBy(() -> play(venue, new Dying(plan, step), folder.name(), lasting(folder)))
                .hasMessage("killed");
        venue.assertAsFound();
        assertThat(RunFolder.unfinished(runs)).isEmpty();
    }

    static List<Workload> both() {
        return List.of(API, LEDGER);
    }

    @ParameterizedTest
    @MethodSource("both")
    @DisplayName("of several workloads each one's board suffices to take back all, the last first")
    void severalByBoard(Workload asked) {
        var told = new ArrayList<String>();
        var venue =
                new Killed() {
                    @Override
                    void after(Clock clock) throws InterruptedException {
                        var desk =
                                new RolloutDesk(
                                        cluster(), asked, clock, new PrintWriter(said, true));
                        var left = desk.abort().orElseThrow();
                        assertThat(new Recovery(cluster(), clock, told::add).ofBoard(asked, left))
                                .containsExactlyInAnyOrder(API, LEDGER);
                        assertThat(cluster().board(LEDGER).read()).isEmpty();
                        assertThat(cluster().replicas(LEDGER).existing().keySet())
                                .allMatch(new Version("v1")::named);
                    }
                };
        assertThatThrownBy(() -> play(venue, new Dying(BOTH, 1))).hasMessage("killed");
        assertThat(told)
                .containsExactly(
                        "putting back what the-run left: pods of Deployment api",
                        "putting back what the-run left: pods of StatefulSet ledger");
        venue.assertAsFound();
    }

    @Test
    @DisplayName("an undo that fails holds up no other, and is left to the next command")
    void failingUndo() {
        var folder = RunFolder.create(runs, "abandoned", Instant.EPOCH);
        var written = folder.journal("sim");
        Recovery.Undoer failing =
                (own, undo) -> {
                    if (undo instanceof Undo.RestoreUpdate && undo.workload().equals(LEDGER)) {
                        throw new RunFailed("as planted");
                    }
                    Venue.putBack(own, undo);
                };
        var venue =
                new Shared() {
                    @Override
                    public void undo(Cluster own, Undo undo) throws InterruptedException {
                        failing.undo(own, undo);
                    }

                    @Override
                    void after(Clock clock) throws InterruptedException {
                        assertAsFound();
                        assertHeld();
                        var recovery = new Recovery(cluster(), clock, _ -> {});
                        assertThatThrownBy(() -> recovery.ofThisHost(runs, id(), failing))
                                .hasMessage("as planted");
                        assertHeld();
                        recovery.ofThisHost(runs, id(), Venue::putBack);
                        assertThat(cluster().board(LEDGER).read()).isEmpty();
                        assertThat(cluster().replicas(LEDGER).existing().keySet())
                                .allMatch(new Version("v1")::named);
                    }

                    private void assertHeld() {
                        assertThat(cluster().board(LEDGER).read())
                                .containsEntry("run", folder.name());
                        assertThat(RunFolder.unfinished(runs)).hasSize(1);
                    }
                };
        assertThatThrownBy(() -> play(venue, BOTH, folder.name(), written))
                .isInstanceOf(RunFailed.class)
                .hasMessage("as planted");
        assertThat(RunFolder.unfinished(runs)).isEmpty();
    }

    @Test
    @DisplayName("what cannot be put back at once is tried again, until the cluster answers")
    void failsForAWhile() throws Exception {
        var refused = new AtomicInteger();
        var venue =
                new Shared() {
                    @Override
                    public void undo(Cluster own, Undo undo) throws InterruptedException {
                        if (refused.incrementAndGet() <= 3) {
                            throw new RunFailed("nobody answers");
                        }
                        super.undo(own, undo);
                    }

                    @Override
                    void after(Clock clock) {
                        assertAsFound();
                    }
                };
        play(venue, new Rollout(CANARY));
        assertThat(refused).hasValueGreaterThan(3);
    }

    @Test
    @DisplayName("a workload that is not well, or not there, is refused before anything is updated")
    void unwell() {
        var broken = new Image("api", "v1-crashloop");
        var unwell =
                new Shared() {
                    @Override
                    void before(Clock clock) {
                        cluster().update(API, cluster().updateSpec(API).to(broken));
                    }
                };
        assertThatThrownBy(() -> play(unwell, new Rollout(CANARY)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContainingAll("api not ready", "./slipway up");
        assertThat(unwell.events).noneMatch(Event.Invoked.class::isInstance);
        assertThat(unwell.cluster().updateSpec(API).image()).isEqualTo(broken);
        assertThat(unwell.cluster().board(API).read()).isEmpty();
        var empty =
                new Shared() {
                    @Override
                    public List<Workload> workloads() {
                        return List.of();
                    }
                };
        assertThatThrownBy(() -> play(empty, new Rollout(CANARY)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("Deployment api");
    }

    @Test
    @DisplayName(
            "the pods of before come back also where clients cannot be sent back first; with too few of them nobody is")
    void backByRoute() throws Exception {
        var calls = new ArrayList<String>();
        var venue =
                new Shared() {
                    @Override
                    void before(Clock clock) throws InterruptedException {
                        var spec = cluster().updateSpec(API);
                        var unroutable = new Unroutable(cluster());
                        new SideBySide(unroutable, API).bring(spec, NEXT, 1);
                        new SideBySide(unroutable, API).back(spec, Duration.ofMinutes(1));
                        assertThat(cluster().updateSpec(API)).isEqualTo(spec);
                        var promoted =
                                new Unroutable(cluster()) {
                                    @Override
                                    public Replicas replicas(Workload workload) {
                                        var next = Map.of("v2", 4);
                                        return new Replicas(4, 4, 4, 4, next, next, true);
                                    }

                                    @Override
                                    public void unroute(Workload workload)
                                            throws InterruptedException {
                                        calls.add("unroute");
                                        super.unroute(workload);
                                    }

                                    @Override
                                    public void baseline(Workload workload, Image image, int pods)
                                            throws InterruptedException {
                                        calls.add("baseline");
                                        super.baseline(workload, image, pods);
                                    }
                                };
                        new SideBySide(promoted, API).back(spec, Duration.ofMinutes(1));
                    }
                };
        assertThat(play(venue, new Rollout(CANARY.blind())).span("promote api")).isPresent();
        assertThat(calls).containsExactly("unroute", "baseline", "unroute", "baseline");
    }

    private static class Unroutable extends ForwardingCluster {
        Unroutable(Cluster cluster) {
            super(cluster);
        }

        @Override
        public void route(Workload workload, Route route) {
            throw new RunFailed("as planted");
        }
    }

    /// On the disk; nobody is there to say that all is done.
    private static Runner.Journal lasting(RunFolder folder) {
        var journal = folder.journal("sim");
        return new Runner.Journal() {
            @Override
            public void push(Undo undo) {
                journal.push(undo);
            }

            @Override
            public void done() {}
        };
    }

    @Test
    @DisplayName(
            "the host of a killed run comes back: what another has taken back, it leaves alone")
    void hostComesBack() {
        var folder = RunFolder.create(runs, "abandoned", Instant.EPOCH);
        var undone = new ArrayList<Undo>();
        var venue =
                new Killed() {
                    @Override
                    void after(Clock clock) throws InterruptedException {
                        abort(clock);
                        var next = new Tenure(cluster().board(API), API, "the-next");
                        assertThat(next.begin("")).isTrue();
                        assertThat(RunFolder.unfinished(runs)).isNotEmpty();
                        new Recovery(cluster(), clock, _ -> {})
                                .ofThisHost(runs, id(), (_, undo) -> undone.add(undo));
                        assertThat(next.held()).isTrue();
                        next.end();
                    }
                };
        assertThatThrownBy(
                        () ->
                                play(
                                        venue,
                                        new Dying(CANARY, IN_THE_MIDDLE),
                                        folder.name(),
                                        lasting(folder)))
                .hasMessage("killed");
        assertThat(undone).isEmpty();
        assertThat(RunFolder.unfinished(runs)).isEmpty();
        venue.assertAsFound();
    }

    @Test
    @DisplayName(
            "a killed run of which somebody began to take back: the next command does the rest, and beside whoever is at it nothing")
    void hostComesBackToHalfAnAbort() {
        var folder = RunFolder.create(runs, "abandoned", Instant.EPOCH);
        var venue =
                new Killed() {
                    @Override
                    void after(Clock clock) throws InterruptedException {
                        var other = new Tenure(cluster().board(API), API, "rollout-abort-other");
                        assertThat(other.takeOver(desk(clock).abort().orElseThrow())).isTrue();
                        var recovery = new Recovery(cluster(), clock, _ -> {});
                        var signs = other.live(clock);
                        assertThatThrownBy(() -> recovery.ofThisHost(runs, id(), Venue::putBack))
                                .isInstanceOf(RunFailed.class)
                                .hasMessageContaining("after all");
                        assertThat(RunFolder.unfinished(runs)).isNotEmpty();
                        signs.end();
                        recovery.ofThisHost(runs, id(), Venue::putBack);
                    }
                };
        assertThatThrownBy(
                        () ->
                                play(
                                        venue,
                                        new Dying(CANARY, IN_THE_MIDDLE),
                                        folder.name(),
                                        lasting(folder)))
                .hasMessage("killed");
        assertThat(RunFolder.unfinished(runs)).isEmpty();
        venue.assertAsFound();
    }

    @Test
    @DisplayName("who is asked to promote what nobody is at refuses, says why, and writes nothing")
    void deaf() {
        var venue =
                new Killed() {
                    @Override
                    void after(Clock clock) {
                        var board = cluster().board(API).read();
                        for (var wish : List.of(Wish.PAUSE, Wish.RESUME, Wish.PROMOTE)) {
                            assertThatThrownBy(() -> desk(clock).ask(wish))
                                    .isInstanceOf(InvalidSpec.class)
                                    .hasMessageContainingAll(
                                            "nobody", "the-run", "./slipway rollout abort api");
                        }
                        assertThat(cluster().board(API).read()).isEqualTo(board);
                    }
                };
        playKilled(venue, CANARY, IN_THE_MIDDLE);
    }

    @Test
    @DisplayName("who takes back may be killed too, and two of them do not meet")
    void abortTwice() {
        var venue =
                new Killed() {
                    @Override
                    void after(Clock clock) throws InterruptedException {
                        var left = desk(clock).abort().orElseThrow();
                        var killed = new Tenure(cluster().board(API), API, "killed-too");
                        assertThat(killed.takeOver(left)).isTrue();
                        assertThatThrownBy(() -> takeBack(left, clock))
                                .isInstanceOf(RunFailed.class)
                                .hasMessageContaining("after all");
                        abort(clock);
                        assertThatThrownBy(() -> abort(clock))
                                .isInstanceOf(InvalidSpec.class)
                                .hasMessageContaining("no rollout of Deployment api is under way");
                    }
                };
        playKilled(venue, CANARY, IN_THE_MIDDLE);
        venue.assertAsFound();
    }

    @Test
    @DisplayName("a board that does not say how to put back is left alone, with what is to be done")
    void noUndo() throws Exception {
        var venue =
                new Shared() {
                    @Override
                    void before(Clock clock) throws InterruptedException {
                        var first = new Tenure(cluster().board(API), API, "the-first");
                        assertThat(first.begin("nonsense")).isTrue();
                        assertThatThrownBy(() -> abort(clock))
                                .isInstanceOf(RunFailed.class)
                                .hasMessageContainingAll(
                                        "the-first", "./slipway up", "kubectl -n slipway delete");
                        assertThat(first.held()).isTrue();
                        first.end();
                    }
                };
        assertThat(play(venue, new Rollout(CANARY.blind())).span("promote api")).isPresent();
    }

    @Test
    @DisplayName("whoever is at a rollout shows it, and hears who asks to abort")
    void alive() throws Exception {
        var venue =
                new Shared() {
                    @Override
                    void beside(Clock clock) throws InterruptedException {
                        awaitStep(IN_THE_MIDDLE, clock);
                        desk(clock).status();
                        assertThat(desk(clock).abort()).isEmpty();
                    }
                };
        var history = play(venue, new Rollout(CANARY.blind()));
        assertThat(venue.said.toString())
                .contains("somebody is at it", "asked for: abort")
                .doesNotContain("nobody");
        assertThat(history.span(Rollout.aborting(API))).isPresent();
        venue.assertAsFound();
    }

    @Test
    @DisplayName("a second run is refused before anything is touched: by whom, and that it lives")
    void second() {
        var venue =
                new Shared() {
                    private final AtomicReference<Clock.@Nullable Running> signs =
                            new AtomicReference<>();

                    @Override
                    void before(Clock clock) {
                        var first = new Tenure(cluster().board(API), API, "the-first");
                        assertThat(first.begin("")).isTrue();
                        signs.set(first.live(clock));
                    }

                    @Override
                    void after(Clock clock) {
                        Objects.requireNonNull(signs.get()).end();
                    }
                };
        assertRefused(venue, "somebody is at it");
    }

    @Test
    @DisplayName("a second run is refused by a first one that nobody is at any more, with the mend")
    void secondAfterKilled() {
        var venue =
                new Shared() {
                    @Override
                    void before(Clock clock) {
                        assertThat(new Tenure(cluster().board(API), API, "the-first").begin(""))
                                .isTrue();
                    }
                };
        assertRefused(venue, "nobody is at it any more");
    }

    private static void assertRefused(Shared venue, String why) {
        assertThatThrownBy(() -> play(venue, new Rollout(CANARY)))
                .isInstanceOf(RunFailed.class)
                .hasMessageContainingAll("the-first", why, "./slipway rollout abort api")
                .hasNoSuppressedExceptions();
        assertThat(venue.events).noneMatch(Event.Invoked.class::isInstance);
        assertThat(venue.cluster().updateSpec(API)).isEqualTo(venue.found.get());
        assertThat(venue.cluster().board(API).read()).containsEntry("run", "the-first");
    }

    @Test
    @DisplayName("who wakes up after another has ended it leaves the next run alone")
    void wakesUpLate() {
        var venue =
                new Stopped(Duration.ofMinutes(3)) {
                    @Override
                    void meanwhile(Clock clock) throws InterruptedException {
                        abort(clock);
                        assertAsFound();
                        var next = new Tenure(cluster().board(API), API, "the-next");
                        assertThat(next.begin("")).isTrue();
                        cluster().update(API, cluster().updateSpec(API).to(NEXT));
                    }
                };
        assertThatThrownBy(() -> play(venue, new Rollout(CANARY.blind())))
                .isInstanceOf(RunFailed.class)
                .hasMessageContainingAll("not the-run's any more", "the-next")
                .hasNoSuppressedExceptions();
        assertThat(venue.cluster().updateSpec(API).image()).isEqualTo(NEXT);
        assertThat(venue.cluster().board(API).read()).containsEntry("run", "the-next");
    }

    @Test
    @DisplayName("who wakes up while another puts back lets that one do it")
    void wakesUpMeanwhile() {
        var venue =
                new Stopped(RolloutBoard.PATIENCE.plusSeconds(2)) {
                    @Override
                    void meanwhile(Clock clock) throws InterruptedException {
                        abort(clock);
                    }
                };
        assertThatThrownBy(() -> play(venue, new Rollout(CANARY.blind())))
                .isInstanceOf(RunFailed.class)
                .hasMessageContainingAll("not the-run's any more", "rollout-abort-");
        venue.assertAsFound();
    }

    @Test
    @DisplayName("who only stood still, and was ended by nobody, goes on")
    void wakesUpAlone() throws Exception {
        var venue = new Stopped(Duration.ofMinutes(3));
        assertThat(play(venue, new Rollout(CANARY.blind())).span("promote api")).isPresent();
        venue.assertAsFound();
    }

    @Test
    @DisplayName("a run changes a workload only while it holds it")
    void own() throws Exception {
        var venue =
                new Shared() {
                    @Override
                    void before(Clock clock) throws InterruptedException {
                        var spec = cluster().updateSpec(API);
                        var old = Route.only(spec.image());
                        var own = new OwnCluster(cluster(), "mine");
                        var tenure = new Tenure(cluster().board(API), API, "mine");
                        refused(() -> own.update(API, spec.to(NEXT)));
                        refused(() -> own.baseline(API, spec.image(), 1));
                        refused(() -> own.route(API, old));
                        refused(() -> own.unroute(API));
                        refused(() -> own.forgetRoute(API));
                        refused(() -> own.free(API));
                        assertThat(cluster().updateSpec(API)).isEqualTo(spec);
                        assertThat(tenure.begin("")).isTrue();
                        own.update(API, spec.to(NEXT));
                        assertThat(cluster().updateSpec(API)).isEqualTo(spec.to(NEXT));
                        own.update(API, spec);
                        tenure.end();
                    }
                };
        assertThat(play(venue, new Rollout(CANARY.blind())).span("promote api")).isPresent();
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOf(RunFailed.class).hasMessageContaining("mine");
    }
}

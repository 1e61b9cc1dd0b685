package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.chaos.Amid;
import slipway.chaos.Injection;
import slipway.chaos.SomeNode;
import slipway.chaos.SomePods;
import slipway.chaos.Target;
import slipway.core.Disturbance;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Scenario;
import slipway.core.Verdict;
import slipway.loadtest.NoLostTransfers;

/// `kill -9` of the harness in the middle of each fault: the next command ends it, nothing of it is
/// left on the cluster or its nodes, and what was promised until then is in the books.
@ExtendWith(RealCluster.class)
@EnabledIfSystemProperty(
        named = "slipway.all",
        matches = "true",
        disabledReason = "it takes a minute a fault; ./mvnw verify -Pall runs it")
class KilledFaultIT {
    /// With images to be built before.
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /// From where a step begins to the kill.
    private static final Duration INTO = Duration.ofSeconds(2);

    /// A database that was killed needs a moment after that.
    private static final Duration READABLE = Duration.ofMinutes(2);

    @TempDir private Path folder = Path.of("");

    /// Where to kill.
    ///
    /// @param step its name, as the progress has it
    record Point(String scenario, String step) {
        @Override
        public String toString() {
            return "%s, %d s into \"%s\"".formatted(scenario, INTO.toSeconds(), step);
        }
    }

    /// Each step of the honest scenarios of a single fault in which something is brought or ended,
    /// and of those others that alone have a kind of fault: their suite has no bug either.
    static Stream<Point> points() {
        var scenarios =
                new ArrayList<>(
                        ChaosScenarios.all().stream().filter(s -> s.twin() == null).toList());
        var known = new HashSet<>(scenarios.stream().flatMap(KilledFaultIT::kinds).toList());
        Stream.concat(ChaosScenarios.all().stream(), Mutant.all().stream().map(Mutant::scenario))
                .filter(scenario -> scenario.from().equals(RolloutScenarios.FIRST))
                .filter(scenario -> known.addAll(kinds(scenario).toList()))
                .forEach(scenarios::add);
        return scenarios.stream()
                .flatMap(
                        scenario ->
                                steps(scenario.disturbance())
                                        .map(step -> new Point(scenario.name(), step)));
    }

    private static Stream<String> steps(Disturbance disturbance) {
        return switch (disturbance) {
            case Injection injection -> Stream.of(injection.step());
            case Amid amid -> Stream.concat(amid.steps().stream(), steps(amid.inner()));
            default -> Stream.empty();
        };
    }

    /// The kinds of its faults, where these are one at a time.
    static Stream<Object> kinds(Scenario scenario) {
        return targets(scenario.disturbance()).map(KilledFaultIT::kind);
    }

    private static Stream<Target> targets(Disturbance disturbance) {
        return switch (disturbance) {
            case Injection injection -> Stream.of(injection.target());
            case Amid amid -> Stream.concat(Stream.of(amid.target()), targets(amid.inner()));
            default -> Stream.empty();
        };
    }

    private static Object kind(Target target) {
        return switch (target) {
            case SomePods pods -> pods.kind();
            case SomeNode node -> node.kind();
            default -> target.getClass();
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("points")
    @DisplayName("whatever fault is on when the harness is killed, the next command ends it")
    void killed(Point point, Berth berth) throws Exception {
        try (var venue = berth.venue()) {
            var before = venue.inventory();
            var run = killAndMend(point);
            var swept = before.sweep(0);
            assertThat(swept.remainder()).isEmpty();
            assertThat(swept.unseen()).isEmpty();
            assertThat(new NoLostTransfers().check(read(venue, run)))
                    .isInstanceOf(Verdict.Holds.class);
        }
    }

    private RunFolder killAndMend(Point point) throws Exception {
        var said = folder.resolve("run.err");
        // In the folder where the next command looks for what a killed one has left.
        var run = Launcher.start(said, "run", point.scenario());
        try {
            await(point.step(), said, run);
            Thread.sleep(INTO);
            assertThat(run.isAlive()).as("the run is under way").isTrue();
        } finally {
            run.destroyForcibly().waitFor();
        }
        var mended = Launcher.slipway("up");
        assertThat(mended.code()).as(mended.out()).isZero();
        return RunFolder.find(RunsOption.usual(Slipway.checkout()), point.scenario());
    }

    /// Its progress names each step as it begins.
    private static void await(String step, Path said, Process meanwhile) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (Files.readAllLines(said).stream().noneMatch(line -> line.endsWith(step))) {
            assertThat(meanwhile.isAlive()).as("the run is under way").isTrue();
            assertThat(System.nanoTime()).as("by its deadline").isLessThan(end);
            Thread.sleep(250);
        }
    }

    /// What the killed run has recorded, and the books as they are now.
    private static History read(Venue venue, RunFolder run) throws Exception {
        var events = new ArrayList<Event>(run.history().history().events());
        var end = System.nanoTime() + READABLE.toNanos();
        while (true) {
            try {
                events.add(new Event.Read(Long.MAX_VALUE, venue.service().read(run.name())));
                return new History(events);
            } catch (IOException e) {
                assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(end);
                Thread.sleep(1_000);
            }
        }
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Scenario;
import slipway.core.Undo;
import slipway.core.Verdict;
import slipway.sim.SimLedger;

/// The same scenario values as on the real cluster, in milliseconds: this proves the harness, and
/// says nothing about Kubernetes.
class SimulatedScenariosTest {
    private static final int SEEDS = 20;

    static List<Scenario> all() {
        return Scenarios.all();
    }

    private static History play(Scenario scenario, SimLedger.Flaw flaw)
            throws InterruptedException {
        var events = Collections.synchronizedList(new ArrayList<Event>());
        var forgetful =
                new Runner.Journal() {
                    @Override
                    public void push(Undo undo) {}

                    @Override
                    public void done() {}
                };
        try (var venue = new SimVenue(flaw)) {
            venue.stock(scenario);
            new Runner(venue, events::add, forgetful, Path.of("unused"), _ -> {})
                    .run(scenario, "sim-" + scenario.seed());
        }
        return new History(events);
    }

    private static Verdict verdict(Scenario scenario, History history) {
        return Verdict.worst(Judge.judge(scenario.checkers(), history));
    }

    @ParameterizedTest
    @MethodSource("all")
    @DisplayName("over many seeds an honest scenario holds, and a sabotaged twin is violated")
    void everySeed(Scenario scenario) throws Exception {
        var expected = scenario.twin() == null ? Verdict.Holds.class : Verdict.Violated.class;
        for (long seed : LongStream.range(0, SEEDS).toArray()) {
            var seeded = scenario.seeded(seed);
            assertThat(verdict(seeded, play(seeded, SimLedger.Flaw.NONE)))
                    .as("seed %d", seed)
                    .isInstanceOf(expected);
        }
    }

    @Test
    @DisplayName("the same seed gives the same history, event for event")
    void reproducible() throws Exception {
        var scenario = Scenarios.named("rolling");
        assertThat(play(scenario, SimLedger.Flaw.NONE).events())
                .isEqualTo(play(scenario, SimLedger.Flaw.NONE).events());
        assertThat(play(scenario.seeded(7), SimLedger.Flaw.NONE).events())
                .isNotEqualTo(play(scenario, SimLedger.Flaw.NONE).events());
    }

    @ParameterizedTest
    @EnumSource(value = SimLedger.Flaw.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("a ledger that forgets, doubles, loses or invents is caught")
    void flawedLedger(SimLedger.Flaw flaw) throws Exception {
        var scenario = Scenarios.named("rolling");
        var verdicts = Judge.judge(scenario.checkers(), play(scenario, flaw));
        var violated =
                verdicts.stream()
                        .filter(Verdict.Violated.class::isInstance)
                        .map(Verdict::claim)
                        .toList();
        assertThat(violated)
                .as("claims violated by %s", flaw)
                .isNotEmpty()
                .doesNotContain("no request failed");
    }

    @Test
    @DisplayName("a suite that fails before anything is done leaves every claim undecided")
    void unsteady() throws Exception {
        var scenario = Scenarios.named("rolling");
        var history = play(scenario, SimLedger.Flaw.NONE);
        var broken = new ArrayList<Event>(history.events());
        var first = history.exchanges().getFirst().ended();
        assertThat(first).isNotNull();
        broken.replaceAll(
                e ->
                        e == first
                                ? new Event.Ended(
                                        first.at(),
                                        first.id(),
                                        new slipway.core.Outcome.Uncertain("no answer"),
                                        null,
                                        null)
                                : e);
        assertThat(Judge.judge(scenario.checkers(), new History(broken)))
                .allSatisfy(v -> assertThat(v).isInstanceOf(Verdict.Undecided.class));
    }
}

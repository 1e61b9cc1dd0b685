package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.chaos.LinearizableAccounts;
import slipway.core.Cluster;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Scenario;
import slipway.core.Undo;
import slipway.core.Verdict;
import slipway.core.Workload;
import slipway.loadtest.MoneyConserved;
import slipway.loadtest.NoFailedRequests;
import slipway.loadtest.NoLostTransfers;
import slipway.loadtest.OneAnswerPerKey;
import slipway.loadtest.Reconciled;
import slipway.rollout.Migrated;
import slipway.sim.SimLedger;

/// The same scenario values as on the real cluster, in milliseconds: this proves the harness, and
/// says nothing about Kubernetes. What it takes many seeds to see is in [ManySeedsTest].
class SimulatedScenariosTest {
    private static History play(Scenario scenario, SimLedger.Flaw flaw)
            throws InterruptedException {
        return Simulated.play(scenario, new SimVenue(flaw));
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

    /// The claim that must see each flaw; others may see it too.
    private static String sees(SimLedger.Flaw flaw) {
        return switch (flaw) {
            case NONE -> throw new IllegalArgumentException("no flaw");
            case FORGETS, DOUBLES -> new NoLostTransfers().claim();
            case INVENTS -> new Reconciled().claim();
            case LOSES_MONEY, HALVES, MOVES_TWICE, MOVES_NOTHING -> new MoneyConserved().claim();
            case DONE_ANEW -> new OneAnswerPerKey().claim();
            case TELLS_OLD, UNCONDITIONAL -> new LinearizableAccounts().claim();
            case MIGRATES_NOTHING -> new Migrated(Workload.statefulSet("ledger"), 3).claim();
        };
    }

    /// A scenario that claims it.
    private static Scenario toSee(SimLedger.Flaw flaw) {
        return Scenarios.named(
                switch (flaw) {
                    case MIGRATES_NOTHING -> "rollout-of-three";
                    case TELLS_OLD -> "delete-api";
                    case UNCONDITIONAL -> "compare-and-set";
                    case DONE_ANEW -> "orders-again";
                    default -> "rolling";
                });
    }

    @ParameterizedTest
    @EnumSource(value = SimLedger.Flaw.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("what a ledger does wrong is seen by the claim about it")
    void flawedLedger(SimLedger.Flaw flaw) throws Exception {
        var scenario = toSee(flaw);
        assertThat(violated(scenario, play(scenario, flaw)))
                .as("claims violated by %s", flaw)
                .contains(sees(flaw))
                .doesNotContain(new NoFailedRequests().claim());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory-api",
                "delay-of-names-of-api",
                "packet-corruption-of-api",
                "slow-disk",
                "stalled-disk"
            })
    @DisplayName("what clients bear holds, and the twin in which they do not is caught")
    void borne(String name) throws Exception {
        var honest = Scenarios.named(name);
        assertThat(Judge.judge(honest.checkers(), play(honest, SimLedger.Flaw.NONE)))
                .allMatch(Verdict.Holds.class::isInstance);
        var twin = Scenarios.named(name + "-sabotaged");
        assertThat(twin.caught(Judge.judge(twin.checkers(), play(twin, SimLedger.Flaw.NONE))))
                .isTrue();
    }

    @Test
    @DisplayName("a ledger of two halves ends with all of the money, and snapshots see it torn")
    void torn() throws Exception {
        var history = play(Scenarios.named("rolling"), SimLedger.Flaw.HALVES);
        assertThat(history.read().orElseThrow().books().total())
                .isEqualTo(history.openingReads().getFirst().books().total());
        assertThat(new MoneyConserved().check(history))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> assertThat(violated.why()).contains("snapshots"));
        assertThat(
                        new MoneyConserved()
                                .check(play(Scenarios.named("rolling"), SimLedger.Flaw.NONE)))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds ->
                                assertThat(holds.figures().get("snapshots"))
                                        .isInstanceOfSatisfying(
                                                Integer.class,
                                                read -> assertThat(read).isGreaterThan(20)));
    }

    @Test
    @DisplayName("whatever befalls a sound suite, no snapshot is torn")
    void untorn() throws Exception {
        for (var scenario : Scenarios.select(List.of("chaos"))) {
            if (scenario.twin() == null) {
                assertThat(new MoneyConserved().check(Simulated.play(scenario)))
                        .as(scenario.name())
                        .isInstanceOf(Verdict.Holds.class)
                        .extracting(verdict -> verdict.figures().get("snapshots"))
                        .isNotEqualTo(0);
            }
        }
    }

    @Test
    @DisplayName("a run that does not put back what it changed leaves something behind")
    void litter() throws Exception {
        var scenario = Scenarios.named("rolling");
        var forgetful =
                new SimVenue(SimLedger.Flaw.NONE) {
                    @Override
                    public void undo(Cluster own, Undo undo) {}
                };
        assertThat(violated(scenario, Simulated.play(scenario, forgetful)))
                .containsExactly(new NothingLeft().claim());
    }

    @Test
    @DisplayName("a sweep that could not look everywhere says nothing")
    void unseen() {
        var swept = new Event.Swept(1, List.of(), List.of("API x: its server is away"));
        assertThat(new NothingLeft().check(new History(List.of(swept))))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> assertThat(undecided.why()).contains("API x"));
    }

    private static List<String> violated(Scenario scenario, History history) {
        return Judge.judge(scenario.checkers(), history).stream()
                .filter(Verdict.Violated.class::isInstance)
                .map(Verdict::claim)
                .toList();
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

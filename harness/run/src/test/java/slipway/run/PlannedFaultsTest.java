package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.chaos.Aftermath;
import slipway.chaos.Injection;
import slipway.chaos.SomePods;
import slipway.core.Event;
import slipway.core.Fault.AtPod.Kind;
import slipway.core.History;
import slipway.core.History.Strike;
import slipway.core.NodeView;
import slipway.core.Scenario;
import slipway.core.Series;
import slipway.core.Step;
import slipway.core.Workload;
import slipway.sim.SimLedger;

/// When faults were meant to come and go, when they did, and when they were seen: on the simulated
/// cluster.
class PlannedFaultsTest {
    private static final Workload API = Workload.deployment("api");

    /// A fault comes two seconds after the begin of what brings it: those before it are the
    /// measure.
    private static final long BEFORE = Duration.ofSeconds(2).toNanos();

    private static final Pattern GUST = Pattern.compile("planned in ([0-9]+) ms: .*");

    private static long disturbed(Scenario scenario, History history) {
        return history.span(Step.RUN).orElseThrow().begin() + scenario.delay().toNanos();
    }

    private static void inOrder(Strike strike) {
        assertThat(strike.begun()).isGreaterThanOrEqualTo(strike.plan().from());
        assertThat(strike.seen().begin()).isGreaterThanOrEqualTo(strike.begun());
        var undone = strike.undone();
        if (undone != null) {
            assertThat(strike.seen().contains(undone)).isTrue();
        }
    }

    @Test
    @DisplayName("the plan is the scenario's, whenever the fault was seen, and its end is its own")
    void injection() throws Exception {
        var scenario = Scenarios.named("freeze-api");
        var history = Simulated.play(scenario);
        var strike = history.strikes().getFirst();
        long from = disturbed(scenario, history) + BEFORE;
        assertThat(history.strikes()).hasSize(1);
        assertThat(strike.plan().from()).isEqualTo(from);
        assertThat(strike.plan().until()).isEqualTo(from + Duration.ofSeconds(3).toNanos());
        assertThat(strike.undone()).isNotNull();
        inOrder(strike);

        var kill = Simulated.play(Scenarios.named("kill-api")).strikes().getFirst();
        assertThat(kill.plan().until()).isEqualTo(kill.plan().from());
        assertThat(kill.undone()).isNull();
        inOrder(kill);
    }

    @Test
    @DisplayName("what is done amid a fault is planned from where it is seen, and its end apart")
    void amid() throws Exception {
        var scenario = Scenarios.named("full-disk");
        var history = Simulated.play(scenario);
        var strikes = history.strikes();
        assertThat(strikes)
                .extracting(Strike::fault)
                .containsExactly(
                        "disk of its own of a pod of postgres",
                        "full disk of a pod of postgres",
                        "end the disk of its own of a pod of postgres");
        var outer = strikes.get(0);
        var inner = strikes.get(1);
        assertThat(outer.plan().from()).isEqualTo(disturbed(scenario, history));
        assertThat(outer.plan().until()).isNull();
        assertThat(outer.undone()).isBetween(strikes.get(2).begun(), outer.seen().end());
        assertThat(inner.plan().from())
                .isEqualTo(outer.seen().begin() + Duration.ofSeconds(30).toNanos() + BEFORE);
        strikes.forEach(PlannedFaultsTest::inOrder);
    }

    @Test
    @DisplayName("a storm's faults are planned by its dice, each from the end of the one before")
    void storm() throws Exception {
        var history = Simulated.play(Scenarios.named("storm"));
        var planned = new ArrayList<Long>();
        for (var event : history.events()) {
            if (event instanceof Event.Noted(var at, var text)) {
                var gust = GUST.matcher(text);
                if (gust.matches()) {
                    planned.add(at + Long.parseLong(gust.group(1)) * 1_000_000 + BEFORE);
                }
            }
        }
        assertThat(history.strikes()).hasSizeGreaterThan(3).allSatisfy(strike -> inOrder(strike));
        assertThat(planned)
                .containsAll(history.strikes().stream().map(s -> s.plan().from()).toList());
    }

    @Test
    @DisplayName("a round of a series is planned for when all are well again, not for its first")
    void series() throws Exception {
        var freeze = new Injection(SomePods.one(API, Kind.FREEZE), Duration.ofSeconds(3));
        var series = new Series(API, List.of(freeze, freeze), Duration.ofSeconds(5));
        var history = Simulated.play(Simulated.disturbed(Scenarios.named("freeze-api"), series));
        var strikes = history.strikes();
        assertThat(strikes).hasSize(2).allSatisfy(strike -> inOrder(strike));
        assertThat(strikes.getLast().plan().from())
                .isEqualTo(history.span("round 2 of 2").orElseThrow().begin() + BEFORE);
    }

    @Test
    @DisplayName("the agents are asked before each fault, unless they just were, and in the end")
    void counted() throws Exception {
        var freeze = new Injection(SomePods.one(API, Kind.FREEZE), Duration.ofSeconds(3));
        var series = new Series(API, List.of(freeze, freeze), Duration.ofSeconds(5));
        var scenario = Simulated.disturbed(Scenarios.named("freeze-api"), series);
        var venue =
                new SimVenue(SimLedger.Flaw.NONE) {
                    private long asked;

                    @Override
                    public List<NodeView> views() {
                        asked += 10;
                        return List.of(new NodeView("worker", "http-api", asked, asked / 10));
                    }
                };
        var history = Simulated.play(scenario, venue);
        assertThat(history.counts()).hasSize(3);
        assertThat(Aftermath.of(history))
                .extracting(Aftermath::views)
                .containsExactly(
                        List.of(new NodeView("worker", "http-api", 10, 1)),
                        List.of(new NodeView("worker", "http-api", 10, 1)));
        assertThat(history.views()).containsExactly(new NodeView("worker", "http-api", 20, 2));
    }
}

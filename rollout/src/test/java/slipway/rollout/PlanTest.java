package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Group;
import slipway.core.InvalidSpec;
import slipway.core.Strategy;
import slipway.core.Version;
import slipway.core.Workload;

class PlanTest {
    private static final Workload API = Workload.deployment("api");
    private static final Workload AGENT = Workload.daemonSet("agent");
    private static final Workload LEDGER = Workload.statefulSet("ledger");
    private static final Version V2 = new Version("v2");
    private static final PlanStep ONE = new PlanStep.Bring("1");
    private static final PlanStep JUDGE =
            new PlanStep.Judge(new CanaryJudge(), Duration.ofSeconds(30));

    private static PlanStep update(String surge, String unavailable, int partition) {
        return new PlanStep.Update(new Strategy.RollingUpdate(surge, unavailable, partition));
    }

    private static Plan.@Nullable Flaw flaw(Workload workload, List<PlanStep> steps) {
        return Plan.flaw(workload, steps, Plan.USUAL);
    }

    private static void flawed(Workload workload, int step, String why, PlanStep... steps) {
        assertThat(flaw(workload, List.of(steps)))
                .isNotNull()
                .satisfies(flaw -> assertThat(flaw.step()).isEqualTo(step))
                .satisfies(flaw -> assertThat(flaw.why()).contains(why));
    }

    @Test
    @DisplayName("the usual plans lead somewhere")
    void usual() {
        assertThat(Plan.canary(API, V2).names())
                .containsExactly(
                        "bring up 1 of v2 and a baseline",
                        "send 25 % to v2",
                        "judge v2",
                        "promote api");
        assertThat(Plan.blueGreen(API, V2).names())
                .containsExactly(
                        "bring up 100% of v2",
                        "look at v2 20 times", "switch api", "judge v2", "promote api");
        assertThat(Plan.rolling(LEDGER, V2).description())
                .isEqualTo("rolling update of ledger to v2");
        assertThat(Plan.recreate(API, V2).names()).containsExactly("recreate api");
        assertThat(Plan.canary(API, V2).blind().steps())
                .doesNotHaveAnyElementsOfTypes(PlanStep.Judge.class);
        assertThat(Plan.blueGreen(API, V2).blind().steps())
                .doesNotHaveAnyElementsOfTypes(PlanStep.Look.class);
    }

    @Test
    @DisplayName("a plan that leaves the workload half-way is refused, at its step")
    void halfWay() {
        flawed(API, 0, "at least one step");
        flawed(API, 1, "share of 50 %", ONE, new PlanStep.Share(50));
        flawed(API, 1, "nothing is left", ONE, new PlanStep.Promote(), new PlanStep.Promote());
        flawed(LEDGER, 0, "below ordinal 1", update("", "", 1));
        flawed(LEDGER, 1, "no pod", update("", "", 1), update("", "", 1));
        assertThatThrownBy(() -> new Plan("custom", API, V2, List.of(ONE), Duration.ofMinutes(1)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("step 1");
    }

    @Test
    @DisplayName("a step that makes no sense where it stands is refused")
    void misplaced() {
        flawed(API, 0, "bring some up", new PlanStep.Share(10), new PlanStep.Promote());
        flawed(API, 1, "share of 0 %", ONE, JUDGE, new PlanStep.Promote());
        var byPods =
                new PlanStep.Judge(
                        new CanaryJudge(), Duration.ofSeconds(30), PlanStep.Judge.Source.PODS);
        flawed(
                API,
                2,
                "share of 100 %",
                ONE,
                new PlanStep.Share(100),
                byPods,
                new PlanStep.Promote());
        flawed(API, 2, "judge by pods", ONE, new PlanStep.Mirror(), JUDGE, new PlanStep.Promote());
        flawed(
                API,
                2,
                "mirrored before",
                ONE,
                new PlanStep.Share(10),
                new PlanStep.Mirror(),
                new PlanStep.Promote());
        flawed(
                API,
                2,
                "clients are looking already",
                ONE,
                new PlanStep.Share(10),
                new PlanStep.Look(1),
                new PlanStep.Promote());
        flawed(API, 1, "it knows update, judge", PlanStep.Update.OWN, new PlanStep.Share(10));
    }

    @Test
    @DisplayName("in place, pods are judged while some of both versions are there")
    void partitioned() {
        var byPods =
                new PlanStep.Judge(
                        new CanaryJudge(), Duration.ofSeconds(30), PlanStep.Judge.Source.PODS);
        var one = new PlanStep.Update(new Strategy.RollingUpdate("", "", 1));
        var all = PlanStep.Update.OWN;
        assertThat(flaw(LEDGER, List.of(one, byPods, all))).isNull();
        flawed(LEDGER, 0, "after an update with a partition", byPods, all);
        flawed(LEDGER, 2, "before the one that takes all", one, all, byPods);
        flawed(API, 1, "after an update with a partition", all, byPods);
        flawed(LEDGER, 1, "judge by pods", one, JUDGE, all);
    }

    @Test
    @DisplayName("a baseline is as large as what it is compared with, as old, and asked as much")
    void baseline() {
        var fresh = new PlanStep.Bring("1", true);
        var promote = new PlanStep.Promote();
        var match = new PlanStep.Match(Group.cookie("tea", "green"));
        flawed(API, 1, "50 % at most", fresh, new PlanStep.Share(51), JUDGE, promote);
        flawed(API, 1, "as old", ONE, fresh, promote);
        flawed(API, 1, "as old", fresh, ONE, promote);
        flawed(API, 2, "requests to the baseline", fresh, match, JUDGE, promote);
        flawed(LEDGER, 0, "only a Deployment's versions", fresh, promote);
        assertThat(
                        flaw(
                                API,
                                List.of(
                                        fresh,
                                        new PlanStep.Share(50),
                                        JUDGE,
                                        new PlanStep.Share(100),
                                        JUDGE,
                                        promote)))
                .isNull();
    }

    @Test
    @DisplayName("a judge has requests by a share, a group, or copies")
    void judged() {
        var promote = new PlanStep.Promote();
        var match = new PlanStep.Match(Group.cookie("tea", "green"));
        var byPods =
                new PlanStep.Judge(
                        new CanaryJudge(), Duration.ofSeconds(30), PlanStep.Judge.Source.PODS);
        assertThat(flaw(API, List.of(ONE, match, JUDGE, promote))).isNull();
        assertThat(flaw(API, List.of(ONE, new PlanStep.Mirror(), byPods, promote))).isNull();
        assertThat(flaw(API, List.of(ONE, new PlanStep.Share(100), JUDGE, promote))).isNull();
    }

    @Test
    @DisplayName("a plan that holds two versions side by side for too long is refused")
    void tooLong() {
        var pause = new PlanStep.Pause(Duration.ofMinutes(6));
        flawed(API, 3, "1260 s", ONE, pause, pause, pause, new PlanStep.Promote());
        assertThat(flaw(API, List.of(ONE, pause, new PlanStep.Promote()))).isNull();
        assertThat(flaw(API, List.of(pause, pause, ONE, new PlanStep.Promote())))
                .as("nothing is held before a pod is brought up")
                .isNull();
    }

    @Test
    @DisplayName("what a plan may wait for pods counts: of a baseline twice, and at the promotion")
    void tooLongWithWaits() {
        var pause = new PlanStep.Pause(Duration.ofMinutes(6));
        var promote = new PlanStep.Promote();
        var fresh = new PlanStep.Bring("1", true);
        var five = Duration.ofMinutes(5);
        assertThat(Plan.flaw(API, List.of(ONE, pause, pause, promote), Duration.ofMinutes(4)))
                .isNull();
        assertThat(Plan.flaw(API, List.of(ONE, pause, pause, promote), five))
                .isNotNull()
                .satisfies(flaw -> assertThat(flaw.step()).isEqualTo(3))
                .satisfies(flaw -> assertThat(flaw.why()).contains("1320 s"));
        assertThat(Plan.flaw(API, List.of(ONE, pause, promote), five)).isNull();
        assertThat(Plan.flaw(API, List.of(fresh, pause, promote), five))
                .isNotNull()
                .satisfies(flaw -> assertThat(flaw.why()).contains("1260 s"));
    }

    @Test
    @DisplayName("what the workload's kind cannot do is refused")
    void kinds() {
        flawed(LEDGER, 0, "only a Deployment's versions", ONE, new PlanStep.Promote());
        flawed(LEDGER, 0, "recreated", new PlanStep.Update(new Strategy.Recreate()));
        flawed(LEDGER, 0, "surplus", update("1", "", 0));
        flawed(API, 0, "partitions", update("1", "0", 1), PlanStep.Update.OWN);
        flawed(API, 0, "no update could begin", update("0", "0", 0));
        flawed(AGENT, 0, "has to be 0", update("1", "", 0));
        flawed(AGENT, 0, "has to be 0", update("", "0", 0));
        assertThat(flaw(AGENT, List.of(update("0", "100%", 0)))).isNull();
        assertThat(flaw(AGENT, List.of(update("1", "0", 0)))).isNull();
        assertThat(flaw(API, List.of(update("1", "", 0)))).isNull();
        flawed(LEDGER, 0, "OnDelete", new PlanStep.Update(new Strategy.OnDelete()));
        assertThat(flaw(LEDGER, List.of(update("", "", 1), PlanStep.Update.OWN))).isNull();
    }

    @Test
    @DisplayName("a share of the pods is rounded up, and is at least one")
    void counts() {
        assertThat(new PlanStep.Bring("100%").of(4)).isEqualTo(4);
        assertThat(new PlanStep.Bring("25%").of(5)).isEqualTo(2);
        assertThat(new PlanStep.Bring("1%").of(0)).isEqualTo(1);
        assertThat(new PlanStep.Bring("3").of(4)).isEqualTo(3);
        assertThat(new PlanStep.Bring("8").of(4)).as("a Deployment makes no more").isEqualTo(4);
        assertThatThrownBy(() -> new PlanStep.Bring("300%")).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> new PlanStep.Bring("0")).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> new PlanStep.Share(101)).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> new PlanStep.Look(0)).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> new PlanStep.Pause(Duration.ZERO)).isInstanceOf(InvalidSpec.class);
    }
}

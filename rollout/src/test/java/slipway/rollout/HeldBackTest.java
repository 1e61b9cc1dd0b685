package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;
import slipway.core.Version;

class HeldBackTest {
    private static Verdict check(String... lines) {
        return new HeldBack(Histories.API, new Version("v1"), new Version("v2"))
                .check(Histories.of(lines));
    }

    @Test
    @DisplayName("a version that is blamed while one pod of before is left was held back")
    void blamed() {
        assertThat(
                        check(
                                "pods 2/2 v1=2",
                                "wait 10",
                                "pods 2/2 v1=1 v2=1",
                                "wait 500",
                                "begin take back api",
                                "pods 2/2 v1=1 v2=1",
                                "end take back api",
                                "pods 2/2 v1=2"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures()).containsEntry("onTrialMillis", 500L));
    }

    @Test
    @DisplayName("one that has all pods was not, whether it is blamed then or not")
    void alone() {
        assertThat(
                        check(
                                "pods 2/2 v1=1 v2=1",
                                "pods 2/2 v2=2",
                                "begin take back api",
                                "end take back api"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> assertThat(violated.witnesses()).hasSize(1));
        assertThat(check("pods 1/2 v2=1")).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("one that was never ready, or that nobody blames, says nothing")
    void open() {
        assertThat(check("pods 2/2 v1=2", "begin take back api", "end take back api"))
                .isInstanceOf(Verdict.Undecided.class);
        assertThat(check("pods 2/2 v1=1 v2=1", "begin give up api", "end give up api"))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

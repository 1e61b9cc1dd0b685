package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;

class WithinBudgetTest {
    private static Verdict check(String... lines) {
        return new WithinBudget(Histories.API, 1).check(Histories.of(lines));
    }

    @Test
    @DisplayName("one pod after the other is within a budget of one")
    void one() {
        assertThat(
                        check(
                                "pods 4/4 v1=4",
                                "begin run",
                                "wait 1",
                                "pods 3/4 v1=3",
                                "pods 4/4 v1=4",
                                "pods 3/4 v1=3",
                                "end run"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures()).containsEntry("mostMissing", 1));
    }

    @Test
    @DisplayName("two at once are not, be it for a moment")
    void two() {
        assertThat(check("pods 4/4 v1=4", "begin run", "wait 1", "pods 2/4 v1=2", "pods 4/4 v1=4"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> {
                            assertThat(violated.why()).isEqualTo("2 were missing at the same time");
                            assertThat(violated.witnesses()).hasSize(1);
                        });
    }

    @Test
    @DisplayName("where none was seen missing, or one before anything was done, nothing is said")
    void undecided() {
        assertThat(check("pods 4/4 v1=4")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("pods 4/4 v1=4", "begin run", "wait 1", "pods 4/4 v1=4"))
                .isInstanceOf(Verdict.Undecided.class);
        assertThat(check("pods 3/4 v1=3", "wait 1", "begin run", "wait 1", "pods 2/4 v1=2"))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

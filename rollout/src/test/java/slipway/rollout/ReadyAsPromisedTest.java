package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;

class ReadyAsPromisedTest {
    private static Verdict check(String... lines) {
        return new ReadyAsPromised(Histories.API).check(Histories.of(lines));
    }

    @Test
    @DisplayName("as many as promised, or more, is as promised")
    void enough() {
        assertThat(check("pods 4/4 v1=4", "pods 5/4 v1=4 v2=1", "pods 4/4 v2=4"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures()).containsEntry("fewestReady", 4));
    }

    @Test
    @DisplayName("one ready pod short for one moment breaks the promise")
    void short1() {
        assertThat(check("pods 4/4 v1=4", "pods 3/4 v1=3", "pods 4/4 v2=4"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> assertThat(violated.witnesses()).hasSize(1));
    }

    @Test
    @DisplayName("an observer that saw nothing happen says nothing")
    void blind() {
        assertThat(check()).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("pods 4/4 v1=4")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("pods 4/4 v1=4", "pods 5/4 v1=4 v2=1"))
                .as("not to its end")
                .isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    @DisplayName("what was short of pods before anything was done is nobody's fault")
    void before() {
        assertThat(check("pods 3/4 v1=3", "wait 1", "begin run", "pods 4/4 v2=4"))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

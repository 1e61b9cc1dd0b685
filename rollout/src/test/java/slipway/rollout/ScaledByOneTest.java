package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Autoscaler;
import slipway.core.Histories;
import slipway.core.Verdict;

class ScaledByOneTest {
    private static Verdict check(String... lines) {
        return new ScaledByOne(Histories.API, new Autoscaler(5, 6, 500)).check(Histories.of(lines));
    }

    @Test
    @DisplayName("replicas that change once the autoscaler is there, and stay, are its own")
    void holds() {
        assertThat(
                        check(
                                "pods 4/4 v1=4",
                                "begin autoscale api",
                                "end autoscale api",
                                "pods 4/5 v1=4",
                                "pods 5/5 v2=5"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("a change before it comes, back again, or beyond its bounds is somebody else's")
    void violated() {
        assertThat(check("pods 4/4 v1=4", "pods 5/5 v1=5", "wait 1", "begin autoscale api"))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(check("pods 4/4 v1=4", "begin autoscale api", "pods 5/5 v1=5", "pods 4/4 v1=4"))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(check("pods 4/4 v1=4", "begin autoscale api", "pods 7/7 v1=7"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("without an autoscaler, or one that does nothing, nothing is said")
    void undecided() {
        assertThat(check("pods 4/4 v1=4")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("pods 4/4 v1=4", "begin autoscale api", "pods 4/4 v2=4"))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;
import slipway.core.Version;

class RolledOutTest {
    private static Verdict check(String... lines) {
        return new RolledOut(Histories.API, new Version("v2"), "roll api")
                .check(Histories.of(lines));
    }

    @Test
    @DisplayName("a rollout that ends with pods of the next version alone is one")
    void done() {
        assertThat(
                        check(
                                "pods 4/4 v1=4",
                                "begin run",
                                "begin roll api",
                                "wait 500",
                                "end roll api",
                                "pods 4/4 v2=4",
                                "end run"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures()).containsEntry("rolloutMillis", 500L));
    }

    @Test
    @DisplayName("one that is taken back, or leaves old pods, is none")
    void none() {
        assertThat(
                        check(
                                "begin roll api",
                                "end roll api",
                                "begin take back api",
                                "end take back api",
                                "pods 4/4 v1=4"))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(check("begin roll api", "end roll api", "pods 4/4 v1=1 v2=3"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("one that came to no end says nothing")
    void open() {
        assertThat(check("begin roll api", "pods 4/4 v2=4")).isInstanceOf(Verdict.Undecided.class);
        assertThat(
                        check(
                                "begin roll api",
                                "end roll api",
                                "begin give up on api",
                                "end give up on api",
                                "pods 4/4 v1=4"))
                .isInstanceOf(Verdict.Undecided.class);
        assertThat(check("begin roll api", "end roll api")).isInstanceOf(Verdict.Undecided.class);
    }
}

package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;
import slipway.core.Version;

class WithdrawnTest {
    private static Verdict check(String... lines) {
        return new Withdrawn(Histories.API, new Version("v2-errors"), Duration.ofSeconds(3), 0.5)
                .check(Histories.of(lines));
    }

    @Test
    @DisplayName("a version that answers nobody any more soon after it is taken back is withdrawn")
    void withdrawn() {
        assertThat(
                        check(
                                "read ok by v1@a",
                                "read ok by v2-errors@b",
                                "begin take back api",
                                "read refused by v2-errors@b",
                                "wait 4000",
                                "end take back api",
                                "read ok by v1@a"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds ->
                                assertThat(holds.figures())
                                        .containsEntry("failed", 1L)
                                        .containsEntry("answersBad", 2));
    }

    @Test
    @DisplayName("one that is given up without blame is withdrawn too")
    void givenUp() {
        assertThat(
                        check(
                                "read ok by v2-errors@b",
                                "begin give up on v2-errors",
                                "end give up on v2-errors"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("one that nobody takes back, or that goes on, or that cost too much is not")
    void violated() {
        assertThat(check("read ok by v1@a", "read ok by v2-errors@b"))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(
                        check(
                                "read ok by v2-errors@b",
                                "begin take back api",
                                "wait 3500",
                                "read ok by v2-errors@b",
                                "end take back api"))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(
                        check(
                                "read refused by v2-errors@b",
                                "read refused by v2-errors@b",
                                "read ok by v1@a",
                                "begin take back api",
                                "end take back api"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("one that no client has met says nothing")
    void unmet() {
        assertThat(check("read ok by v1@a")).isInstanceOf(Verdict.Undecided.class);
    }
}

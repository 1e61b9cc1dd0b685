package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
                                "wait 1",
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
                                "begin give up on api",
                                "end give up on api",
                                "wait 1",
                                "read ok by v1@a"))
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
    @DisplayName("what went well after it was taken back does not make up for what it cost")
    void undiluted() {
        var lines =
                new ArrayList<>(
                        List.of(
                                "read refused by v2-errors@b",
                                "read refused by v2-errors@b",
                                "read ok by v1@a",
                                "begin take back api",
                                "end take back api"));
        lines.addAll(Collections.nCopies(100, "read ok by v1@a"));
        assertThat(check(lines.toArray(String[]::new)))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class, v -> assertThat(v.why()).contains("2 of 3"));
    }

    @Test
    @DisplayName("who fails after it was taken back fails too; where nobody asks, nothing is said")
    void after() {
        assertThat(
                        check(
                                "read ok by v2-errors@b",
                                "begin take back api",
                                "end take back api",
                                "wait 1",
                                "read ok by v1@a",
                                "read refused"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        v -> {
                            assertThat(v.why()).contains("1 of 2 requests failed after it");
                            assertThat(v.witnesses()).isNotEmpty();
                        });
        assertThat(check("read ok by v2-errors@b", "begin take back api", "end take back api"))
                .isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    @DisplayName("one that no client has met says nothing")
    void unmet() {
        assertThat(check("read ok by v1@a")).isInstanceOf(Verdict.Undecided.class);
    }
}

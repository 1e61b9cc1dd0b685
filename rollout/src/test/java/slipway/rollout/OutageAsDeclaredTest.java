package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;

class OutageAsDeclaredTest {
    private static Verdict check(String... lines) {
        return new OutageAsDeclared("recreate api", Duration.ofSeconds(10))
                .check(Histories.of(lines));
    }

    @Test
    @DisplayName("what fails while the rollout is under way, and no longer than declared, is fine")
    void asDeclared() {
        assertThat(
                        check(
                                "read ok",
                                "begin recreate api",
                                "read refused",
                                "wait 9000",
                                "read timeout",
                                "end recreate api",
                                "read ok"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures()).containsEntry("outageMillis", 9002L));
    }

    @Test
    @DisplayName("an outage that is longer, or outside of the rollout, is none that was declared")
    void otherwise() {
        assertThat(
                        check(
                                "begin recreate api",
                                "read refused",
                                "wait 11000",
                                "read refused",
                                "end recreate api"))
                .as("too long")
                .isInstanceOf(Verdict.Violated.class);
        assertThat(
                        check(
                                "read refused",
                                "wait 1",
                                "begin recreate api",
                                "read refused",
                                "end recreate api"))
                .as("before")
                .isInstanceOf(Verdict.Violated.class);
        assertThat(
                        check(
                                "begin recreate api",
                                "read refused",
                                "end recreate api",
                                "wait 6000",
                                "read refused"))
                .as("after")
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("without a rollout, or without a failure, nothing was measured")
    void nothing() {
        assertThat(check("read refused")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("begin recreate api", "read ok", "end recreate api"))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

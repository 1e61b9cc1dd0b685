package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.InvalidSpec;
import slipway.core.Verdict;

class NoFailedRequestsTest {
    private static Verdict check(String... lines) {
        return new NoFailedRequests(3).check(Histories.of(lines));
    }

    @Test
    @DisplayName("three answers of three are no failure, with at most 3 in 3 failing")
    void clean() {
        assertThat(check("write 1 ok", "read ok", "write 2 ok"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds ->
                                assertThat(holds.figures())
                                        .containsEntry("offered", 3)
                                        .containsEntry("answered", 3)
                                        .containsEntry("failed", 0)
                                        .containsEntry("upperBound95", 1.0));
    }

    @Test
    @DisplayName("a thousand clean requests bound the rate of failures at 3 in 1000")
    void bound() {
        var lines = Collections.nCopies(1_000, "read ok").toArray(String[]::new);
        var verdict = new NoFailedRequests().check(Histories.of(lines));
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict.figures()).containsEntry("upperBound95", 0.003);
    }

    @Test
    @DisplayName("what was cut off with the run leaves it undecided: nobody failed that client")
    void cutOff() {
        assertThat(new NoFailedRequests(1).check(Histories.of("read ok", "write 1 open")))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> {
                            assertThat(undecided.why()).contains("1 of 2");
                            assertThat(undecided.figures())
                                    .containsEntry("answered", 1)
                                    .containsEntry("failed", 0)
                                    .doesNotContainKey("upperBound95");
                        });
        assertThat(check("read refused", "write 1 open")).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("a refusal and a timeout are failures, also of reads")
    void failed() {
        assertThat(check("write 1 ok", "read refused", "write 2 timeout", "read timeout"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> {
                            assertThat(violated.figures())
                                    .containsEntry("failed", 3)
                                    .containsEntry("refused", 1L)
                                    .containsEntry("timedOut", 2L)
                                    .containsEntry("failedKept", 3L)
                                    .containsEntry("failedFresh", 0L)
                                    .doesNotContainKey("upperBound95");
                            assertThat(violated.witnesses()).hasSize(6);
                            assertThat(violated.why())
                                    .contains("3 of 4")
                                    .contains("503 unavailable");
                        });
    }

    @Test
    @DisplayName("a failure in the steady state counts too")
    void steady() {
        assertThat(check("begin steady state", "read timeout", "end steady state"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("one failure is enough, however small the sample; no failure needs its sample")
    void sample() {
        assertThat(check("read timeout")).isInstanceOf(Verdict.Violated.class);
        assertThat(check("read ok", "read ok")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check()).isInstanceOf(Verdict.Undecided.class);
        assertThatThrownBy(() -> new NoFailedRequests(0)).isInstanceOf(InvalidSpec.class);
    }

    @Test
    @DisplayName("only a few failures are shown, however many there are")
    void witnesses() {
        var lines = Collections.nCopies(100, "read refused").toArray(String[]::new);
        assertThat(check(lines))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> assertThat(violated.witnesses()).hasSize(20));
    }

    @Test
    @DisplayName("the longest gap is that between two successes, a failure does not end it")
    void gap() {
        var verdict = check("read ok", "wait 96", "read refused", "wait 96", "read ok");
        // From the end of the first, at 2 ms, to that of the last, at 198 ms.
        assertThat(verdict.figures()).containsEntry("longestGapMillis", 196.0);
    }

    @Test
    @DisplayName("a gap lasts from the first sending, and to the last failure")
    void gapAtTheEnds() {
        assertThat(check("read ok took 50").figures()).containsEntry("longestGapMillis", 50.0);
        assertThat(check("read ok", "wait 10", "read timeout took 500").figures())
                .containsEntry("longestGapMillis", 511.0);
    }

    @Test
    @DisplayName("the time between two phases is no gap: nothing was offered")
    void betweenPhases() {
        var verdict =
                check(
                        "begin steady state",
                        "read ok",
                        "end steady state",
                        "wait 5000",
                        "begin run",
                        "read ok",
                        "end run");
        assertThat(verdict.figures()).containsEntry("longestGapMillis", 1.0);
    }

    @Test
    @DisplayName(
            "where the client stood still, failures may be its own: nothing is said of the service")
    void lateClient() {
        assertThat(new NoFailedRequests(1).check(Histories.of("read timeout late 15000")))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> assertThat(undecided.why()).contains("1 of 1", "late"));
    }
}

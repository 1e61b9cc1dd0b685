package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;

class FailsOnlyMeanwhileTest {
    private static Verdict check(String... lines) {
        return new FailsOnlyMeanwhile("kill it", Duration.ofMillis(500)).check(Histories.of(lines));
    }

    @Test
    @DisplayName("requests that fail after the fault, for no longer than declared, are its price")
    void meanwhile() {
        assertThat(
                        check(
                                "write 1 ok",
                                "begin kill it",
                                "write 2 timeout",
                                "wait 400",
                                "read timeout",
                                "end kill it",
                                "write 3 ok"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds ->
                                assertThat(holds.figures())
                                        .containsEntry("failed", 2)
                                        .containsEntry("offered", 4)
                                        .containsEntry("outageMillis", 402L));
    }

    @Test
    @DisplayName("nothing that failed is no outage")
    void nothing() {
        assertThat(check("write 1 ok", "begin kill it", "end kill it"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("an outage that is longer than declared violates it, with its first and its last")
    void longer() {
        assertThat(
                        check(
                                "begin kill it",
                                "write 1 timeout",
                                "wait 600",
                                "write 2 timeout",
                                "end kill it"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> {
                            assertThat(violated.why()).contains("602 ms");
                            assertThat(violated.witnesses()).isNotEmpty();
                        });
    }

    @Test
    @DisplayName("what fails before the fault is not its price")
    void before() {
        assertThat(check("write 1 timeout", "wait 10", "begin kill it", "end kill it"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("without a fault nothing is said")
    void none() {
        assertThat(check("write 1 ok")).isInstanceOf(Verdict.Undecided.class);
    }
}

package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;

class FailsOnlyUnderFaultsTest {
    private static Verdict check(String... lines) {
        return new FailsOnlyUnderFaults(Set.of("kill it", "freeze it"), Duration.ofSeconds(1))
                .check(Histories.of(lines));
    }

    @Test
    @DisplayName("what fails during one of the faults, or soon after, is theirs")
    void theirs() {
        assertThat(
                        check(
                                "write 1 ok",
                                "begin kill it",
                                "read timeout",
                                "end kill it",
                                "wait 900",
                                "read timeout",
                                "wait 5000",
                                "begin freeze it",
                                "read timeout",
                                "end freeze it"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures()).containsEntry("failed", 3));
    }

    @Test
    @DisplayName("what fails between them is the service's")
    void others() {
        assertThat(
                        check(
                                "begin kill it",
                                "end kill it",
                                "wait 2000",
                                "read timeout",
                                "wait 2000",
                                "begin freeze it",
                                "end freeze it"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> assertThat(violated.witnesses()).hasSize(1));
    }

    @Test
    @DisplayName("without a fault nothing is said")
    void none() {
        assertThat(check("read timeout")).isInstanceOf(Verdict.Undecided.class);
    }
}

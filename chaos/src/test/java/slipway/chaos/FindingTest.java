package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;

class FindingTest {
    private static final String CLAIM = "registers are linearizable";

    @Test
    @DisplayName("the witness is told by its events in the history, and by its calls in the reason")
    void violated() {
        var history = Histories.of("read ok", "read ok", "read timeout");
        var calls = RegisterCalls.of("1-2 write 2", "3-4 read 1");
        var finding = new Finding.Illegal<>(calls, true, 9);
        assertThat(finding.verdict(CLAIM, history))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> {
                            assertThat(violated.witnesses())
                                    .isEqualTo(history.events().subList(0, 4));
                            assertThat(violated.why())
                                    .startsWith("x did")
                                    .endsWith("Write[value=2], Read[value=1]");
                            assertThat(violated.figures()).containsEntry("states", 9L);
                        });
    }

    @Test
    @DisplayName("what could not be said leaves the claim undecided, and an order bears it out")
    void others() {
        var history = Histories.of();
        assertThat(new Finding.Linearizable<>(9).verdict(CLAIM, history))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(new Finding.Unknown<>(List.of("x", "y"), 9).verdict(CLAIM, history))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> assertThat(undecided.why()).endsWith("x, y"));
    }
}

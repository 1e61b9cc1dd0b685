package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Event;
import slipway.core.Histories;
import slipway.core.Verdict;

class OneAnswerPerKeyTest {
    private static Verdict check(String... lines) {
        return new OneAnswerPerKey().check(Histories.of(lines));
    }

    private static void assertViolated(Verdict verdict, String figure) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> {
                            assertThat(violated.figures()).containsEntry(figure, 1);
                            assertThat(violated.witnesses())
                                    .filteredOn(Event.Invoked.class::isInstance)
                                    .hasSize(2);
                        });
    }

    @Test
    @DisplayName("done now once, and done before ever after")
    void same() {
        assertThat(check("write 1 ok", "write 1 again", "write 1 again", "write 2 ok", "books 1 2"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds ->
                                assertThat(holds.figures())
                                        .containsEntry("askedAgain", 1)
                                        .containsEntry("answeredAgain", 1L));
    }

    @Test
    @DisplayName("who has lost the answer, or was turned away, may be told either")
    void lostAnswer() {
        assertThat(
                        check(
                                "write 1 timeout",
                                "write 1 again",
                                "write 1 again",
                                "write 2 timeout",
                                "write 2 ok",
                                "write 3 ok",
                                "write 3 refused",
                                "books 1 2 3"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("done now is said once")
    void twice() {
        assertViolated(check("write 1 ok", "write 1 ok", "books 1"), "doneTwice");
    }

    @Test
    @DisplayName("who is told no for good has not been told yes, and it was not done")
    void denied() {
        assertViolated(check("write 1 ok", "write 1 denied", "books 1"), "deniedButDone");
        assertViolated(check("write 1 timeout", "write 1 denied", "books 1"), "deniedButDone");
        assertThat(check("write 1 denied", "write 1 denied", "books"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("where nobody was answered twice nothing is said")
    void nobody() {
        assertThat(check("write 1 ok", "write 2 timeout", "write 2 open", "books 1 2"))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Event;
import slipway.core.Histories;
import slipway.core.Verdict;

class ReconciledTest {
    private static Verdict check(String... lines) {
        return new Reconciled().check(Histories.of(lines));
    }

    @Test
    @DisplayName("acknowledged and uncertain-but-done together are what is in the books")
    void reconciled() {
        var verdict =
                check(
                        "write 1 ok",
                        "write 2 timeout",
                        "write 3 timeout",
                        "write 4 refused",
                        "books 1 3");
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict.figures())
                .containsEntry("asked", 4)
                .containsEntry("acknowledged", 1L)
                .containsEntry("uncertainDone", 1L)
                .containsEntry("inTheBooks", 2)
                .containsEntry("unexplained", 0);
    }

    @Test
    @DisplayName("a transfer that nobody asked for is unexplained")
    void unasked() {
        assertThat(check("write 1 ok", "books 1 7"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> {
                            assertThat(violated.figures()).containsEntry("unexplained", 1);
                            var read = (Event.Read) violated.witnesses().getLast();
                            assertThat(read.books().transfers())
                                    .containsExactly(Histories.transfer("7"));
                        });
    }

    @Test
    @DisplayName("so is the second entry of one that was asked for once, and a refused one")
    void unexplained() {
        assertThat(check("write 1 ok", "books 1 1").figures()).containsEntry("unexplained", 1);
        assertThat(check("write 1 refused", "books 1").figures()).containsEntry("unexplained", 1);
    }

    @Test
    @DisplayName("an acknowledged one that is missing leaves the sums apart")
    void missing() {
        assertThat(check("write 1 ok", "write 2 ok", "books 1"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> assertThat(violated.figures()).containsEntry("missing", 1));
    }

    @Test
    @DisplayName("without a final read, or without a transfer, nothing is said")
    void undecided() {
        assertThat(check("write 1 ok")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("read ok", "books")).isInstanceOf(Verdict.Undecided.class);
    }
}

package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Books;
import slipway.core.Event;
import slipway.core.Histories;
import slipway.core.History;
import slipway.core.Transfer;
import slipway.core.Verdict;

class NoLostTransfersTest {
    private static Verdict check(String... lines) {
        return new NoLostTransfers().check(Histories.of(lines));
    }

    private static void assertViolated(Verdict verdict, String figure) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> {
                            assertThat(violated.figures()).containsEntry(figure, 1);
                            assertThat(violated.witnesses())
                                    .hasAtLeastOneElementOfType(Event.Invoked.class)
                                    .hasAtLeastOneElementOfType(Event.Read.class);
                        });
    }

    @Test
    @DisplayName("what was acknowledged stands in the books once: nothing is lost")
    void kept() {
        assertThat(check("write 1 ok", "read ok", "write 2 ok", "books 1 2"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("an acknowledged transfer that the books lack is lost")
    void lost() {
        assertViolated(check("write 1 ok", "write 2 ok", "books 1"), "lost");
    }

    @Test
    @DisplayName("an acknowledged transfer that stands there twice is doubled")
    void doubled() {
        assertViolated(check("write 1 ok", "books 1 1"), "doubled");
    }

    @Test
    @DisplayName("of all that is known of an order that came again, the most counts")
    void again() {
        assertThat(check("write 1 timeout", "write 1 again", "write 1 refused", "books 1"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds ->
                                assertThat(holds.figures())
                                        .containsEntry("acknowledged", 1L)
                                        .containsEntry("uncertain", 0L));
        assertThat(check("write 1 ok", "write 2 refused", "write 2 timeout", "books 1 2"))
                .isInstanceOf(Verdict.Holds.class);
        assertViolated(check("write 1 ok", "write 2 timeout", "write 2 again", "books 1"), "lost");
    }

    @Test
    @DisplayName("what was not done since a condition was not met does not stand there")
    void unmet() {
        assertThat(check("write 1 ok", "write 2 unmet if 7", "books 1"))
                .isInstanceOf(Verdict.Holds.class);
        assertViolated(check("write 1 ok", "write 2 unmet if 7", "books 1 2"), "refusedButDone");
    }

    @Test
    @DisplayName("a timed-out transfer, or one without end, may be there or not: nobody knows")
    void uncertain() {
        var verdict =
                check(
                        "write 1 ok",
                        "write 2 timeout",
                        "write 3 timeout",
                        "write 4 open",
                        "books 1 3 4");
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict.figures())
                .containsEntry("uncertain", 3L)
                .containsEntry("uncertainDone", 2L);
    }

    @Test
    @DisplayName("but not twice")
    void uncertainDoubled() {
        assertViolated(check("write 1 ok", "write 2 timeout", "books 1 2 2"), "doubled");
    }

    @Test
    @DisplayName("a refused transfer that stands in the books was refused falsely")
    void refusedButDone() {
        assertViolated(check("write 1 ok", "write 2 refused", "books 1 2"), "refusedButDone");
        assertThat(check("write 1 ok", "write 2 refused", "books 1"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("a transfer that moved something else than was asked is altered")
    void altered() {
        var events = new ArrayList<>(Histories.of("write 1 ok").events());
        var other = new Transfer("1", "a-000", "a-001", 2);
        events.add(new Event.Read(9, new Books(List.of(other), Map.of())));
        assertViolated(new NoLostTransfers().check(new History(events)), "altered");
    }

    @Test
    @DisplayName("without a final read, or without an acknowledged transfer, nothing is said")
    void undecided() {
        assertThat(check("write 1 ok")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("write 1 timeout", "read ok", "books 1"))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

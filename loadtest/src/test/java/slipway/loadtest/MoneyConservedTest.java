package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Books;
import slipway.core.Event;
import slipway.core.Histories;
import slipway.core.History;
import slipway.core.Outcome;
import slipway.core.Verdict;

class MoneyConservedTest {
    private static Verdict check(String... lines) {
        return new MoneyConserved().check(Histories.of(lines));
    }

    /// After books of two accounts with 100 each.
    private static Verdict check(Books after) {
        var before = new Books(List.of(), Map.of("a-000", 100L, "a-001", 100L));
        var history =
                new History(
                        List.of(
                                new Event.OpeningRead(0, before),
                                new Event.OpeningRead(0, before),
                                new Event.Read(1, after)));
        return new MoneyConserved().check(history);
    }

    @Test
    @DisplayName("the balances add up to what was there")
    void conserved() {
        assertThat(check("opening", "opening", "write 1 ok", "books 1"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("one unit less is destroyed, one more is made")
    void changed() {
        assertThat(check("opening", "opening", "write 1 ok", "books 1 total 199"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> assertThat(violated.why()).contains("199").contains("200"));
        assertThat(check("opening", "opening total 199", "write 1 ok", "books 1 total 199"))
                .as("in the warm-up")
                .isInstanceOf(Verdict.Violated.class);
        assertThat(check("opening", "opening", "write 1 ok", "books 1 total 201"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("a snapshot finds what was there, whatever is under way")
    void snapshots() {
        assertThat(check("opening", "opening", "total ok finds 200", "write 1 ok", "books 1"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures()).containsEntry("snapshots", 1));
    }

    @Test
    @DisplayName("money that is under way for a moment is seen, although the sum is right at last")
    void torn() {
        var lines =
                new String[] {
                    "opening",
                    "opening",
                    "total ok finds 200",
                    "write 1 ok",
                    "total ok finds 199",
                    "total ok finds 198",
                    "books 1"
                };
        assertThat(check(lines))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> {
                            assertThat(violated.why()).contains("2 of 3", "199", "200");
                            assertThat(violated.figures()).containsEntry("torn", 2);
                            // What was there, and the first that did not find it.
                            assertThat(violated.witnesses())
                                    .hasSize(3)
                                    .first()
                                    .isInstanceOf(Event.OpeningRead.class);
                            assertThat(violated.witnesses())
                                    .last()
                                    .extracting(e -> ((Event.Ended) e).outcome())
                                    .isEqualTo(new Outcome.Acknowledged(200, 199L));
                        });
        assertThat(check(Arrays.copyOf(lines, lines.length - 1)))
                .as("without the final read")
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("snapshots that were asked for and not read leave open what was in between")
    void noSnapshots() {
        for (var failed : new String[] {"total refused", "total timeout", "total open"}) {
            assertThat(check("opening", "opening", failed, "write 1 ok", "books 1"))
                    .isInstanceOfSatisfying(
                            Verdict.Undecided.class,
                            undecided -> assertThat(undecided.why()).contains("1 snapshots"));
        }
        assertThat(check("opening", "opening", "total refused", "total ok finds 200", "books"))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(check("opening", "opening", "total refused", "write 1 ok", "books 1 total 199"))
                .as("the books do tell what is wrong at the end")
                .isInstanceOf(Verdict.Violated.class);
        assertThat(check("opening", "opening", "read ok finds 99", "books"))
                .as("a balance is no snapshot")
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("an account below zero is money that was not there, whatever the sum")
    void belowZero() {
        var books = new Books(List.of(), Map.of("a-000", -1L, "a-001", 201L));
        assertThat(check(books)).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("books without accounts hold no money")
    void empty() {
        assertThat(check(new Books(List.of(), Map.of()))).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName(
            "an account that moved twice for one transfer, or not at all, is seen although the sum is right")
    void strays() {
        var transfers = List.of(Histories.transfer("1"));
        assertThat(check(new Books(transfers, Map.of("a-000", 99L, "a-001", 101L))))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(check(new Books(transfers, Map.of("a-000", 98L, "a-001", 102L))))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated ->
                                assertThat(violated.why()).contains("2 accounts", "a-000", "-1"));
        assertThat(check(new Books(transfers, Map.of("a-000", 100L, "a-001", 100L))))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("without both reads nothing is said")
    void unread() {
        assertThat(check("opening", "opening", "write 1 ok")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("write 1 ok", "books 1")).isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    @DisplayName("money that an earlier run has lost is not this one's")
    void earlier() {
        assertThat(
                        check(
                                "opening total 190",
                                "opening total 190",
                                "write 1 ok",
                                "books 1 total 190"))
                .isInstanceOf(Verdict.Holds.class);
    }
}

package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Books;
import slipway.core.Event;
import slipway.core.Histories;
import slipway.core.History;
import slipway.core.Verdict;

class MoneyConservedTest {
    private static Verdict check(String... lines) {
        return new MoneyConserved(200).check(Histories.of(lines));
    }

    @Test
    @DisplayName("the balances add up to what was there")
    void conserved() {
        assertThat(check("write 1 ok", "books 1")).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("one unit less is destroyed, one more is made")
    void changed() {
        assertThat(check("write 1 ok", "books 1 total 199"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> assertThat(violated.why()).contains("199").contains("200"));
        assertThat(check("write 1 ok", "books 1 total 201")).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("an account below zero is money that was not there, whatever the sum")
    void belowZero() {
        var books = new Books(List.of(), Map.of("a-000", -1L, "a-001", 201L));
        var history = new History(List.of(new Event.Read(1, books)));
        assertThat(new MoneyConserved(200).check(history)).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("books without accounts hold no money")
    void empty() {
        var history = new History(List.of(new Event.Read(1, new Books(List.of(), Map.of()))));
        assertThat(new MoneyConserved(200).check(history)).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("without a final read nothing is said")
    void unread() {
        assertThat(check("write 1 ok")).isInstanceOf(Verdict.Undecided.class);
    }
}

package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;

/// The account that is read begins with 100, and each transfer takes 1 from it.
class LinearizableAccountsTest {
    private static Verdict check(String... lines) {
        return new LinearizableAccounts().check(Histories.of(lines));
    }

    @Test
    @DisplayName("reads that find what the transfers before them left are explained")
    void explained() {
        assertThat(
                        check(
                                "opening",
                                "read ok finds 100",
                                "write 1 ok",
                                "read ok finds 99",
                                "write 2 refused",
                                "read ok finds 99",
                                "books 1"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures()).containsEntry("reads", 3));
    }

    @Test
    @DisplayName("a transfer under way may be seen, or not yet, but not both in the wrong order")
    void underWay() {
        assertThat(check("opening", "write 1 ok took 50", "read ok finds 99", "read ok finds 99"))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(check("opening", "write 1 ok took 50", "read ok finds 100", "read ok finds 99"))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(check("opening", "write 1 ok took 50", "read ok finds 99", "read ok finds 100"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("a transfer that was asked for again happened once, by its first good answer")
    void again() {
        assertThat(
                        check(
                                "opening",
                                "write 1 timeout",
                                "read ok finds 100",
                                "write 1 again",
                                "read ok finds 99",
                                "write 1 again",
                                "read ok finds 99",
                                "books 1"))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(check("opening", "write 1 ok", "write 1 again", "read ok finds 98", "books 1"))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(check("opening", "write 1 ok", "read ok finds 100", "write 1 again", "books 1"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName(
            "a condition that was met says what the account held, and one that was not what not")
    void conditions() {
        assertThat(
                        check(
                                "opening",
                                "read ok finds 100",
                                "write 1 ok if 100",
                                "write 2 unmet if 100",
                                "write 3 ok if 99",
                                "read ok finds 98",
                                "books 1 3"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures()).containsEntry("conditional", 3));
        assertThat(
                        check(
                                "opening",
                                "read ok finds 100",
                                "write 1 ok",
                                "write 2 ok if 100",
                                "books 1 2"))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(
                        check(
                                "opening",
                                "read ok finds 100",
                                "write 1 ok if 100",
                                "write 2 unmet if 99",
                                "books 1"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("two conditions at once are met one at a time")
    void race() {
        assertThat(
                        check(
                                "opening",
                                "read ok finds 100",
                                "write 1 ok took 50 if 100",
                                "write 2 unmet took 50 if 100",
                                "books 1"))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(
                        check(
                                "opening",
                                "read ok finds 100",
                                "write 1 ok took 50 if 100",
                                "write 2 ok took 50 if 100",
                                "books 1 2"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("a stale read is not, and the fewest calls say why")
    void stale() {
        assertThat(
                        check(
                                "opening",
                                "read ok finds 100",
                                "write 1 ok",
                                "read ok finds 99",
                                "read ok finds 100",
                                "books 1"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> {
                            assertThat(violated.why()).startsWith("a-000 did what no order");
                            assertThat(violated.witnesses()).hasSize(4);
                        });
    }

    @Test
    @DisplayName("what nobody answered has happened where the books say so, at whatever time")
    void uncertain() {
        assertThat(
                        check(
                                "opening",
                                "write 1 timeout",
                                "read ok finds 100",
                                "read ok finds 99",
                                "books 1"))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(check("opening", "write 1 timeout", "read ok finds 99", "books"))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(check("opening", "write 1 timeout", "read ok finds 99"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("without opening books, or reads, nothing is said")
    void nothing() {
        assertThat(check("read ok finds 100")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("opening", "write 1 ok")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("opening", "read ok")).isInstanceOf(Verdict.Undecided.class);
    }
}

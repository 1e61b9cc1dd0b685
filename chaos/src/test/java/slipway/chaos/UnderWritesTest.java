package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;

class UnderWritesTest {
    private static Verdict check(String... lines) {
        return new UnderWrites("before it", 2).check(Histories.of(lines));
    }

    @Test
    @DisplayName("writes that were promised right before the fault count, and no others")
    void counts() {
        assertThat(
                        check(
                                "begin before it",
                                "write 1 ok",
                                "wait 990",
                                "write 2 ok",
                                "end before it"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds ->
                                assertThat(holds.figures().values())
                                        .singleElement()
                                        .extracting(Number::doubleValue, DOUBLE)
                                        .isBetween(2.0, 2.1));
        assertThat(
                        check(
                                "write 1 ok",
                                "wait 5",
                                "begin before it",
                                "write 2 ok",
                                "read ok",
                                "write 3 timeout",
                                "wait 990",
                                "end before it",
                                "write 4 ok"))
                .isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    @DisplayName("without a fault there was no trial")
    void none() {
        assertThat(check("write 1 ok")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("begin before it", "write 1 ok")).isInstanceOf(Verdict.Undecided.class);
    }
}

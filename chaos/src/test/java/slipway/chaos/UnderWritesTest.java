package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import java.util.stream.Stream;
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
                                assertThat(holds.figures().get("acknowledgedPerSecondMin"))
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
    @DisplayName("of several faults each has to fall into writes")
    void each() {
        var two =
                new String[] {
                    "begin before it", "write 1 ok", "write 2 ok", "end before it", "wait 5"
                };
        var one = new String[] {"begin before it", "write 3 ok", "wait 990", "end before it"};
        assertThat(check(Stream.of(two, two).flatMap(Stream::of).toArray(String[]::new)))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(check(Stream.of(two, one).flatMap(Stream::of).toArray(String[]::new)))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided ->
                                assertThat(undecided.figures())
                                        .containsEntry("faults", 2)
                                        .containsEntry("withTooFew", 1L));
    }

    @Test
    @DisplayName("a little too few are not told as enough")
    void littleTooFew() {
        assertThat(
                        check(
                                "begin before it",
                                "write 1 ok",
                                "write 2 ok",
                                "wait 1010",
                                "end before it"))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> assertThat(undecided.why()).endsWith("at least 1.9 a second"));
    }

    @Test
    @DisplayName("without a fault there was no trial")
    void none() {
        assertThat(check("write 1 ok")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("begin before it", "write 1 ok")).isInstanceOf(Verdict.Undecided.class);
    }
}

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
    @DisplayName("of several faults one in ten may be void")
    void each() {
        var two =
                new String[] {
                    "begin before it", "write 1 ok", "write 2 ok", "end before it", "wait 5"
                };
        var one = new String[] {"begin before it", "write 3 ok", "wait 990", "end before it"};
        assertThat(check(some(9, two, one)))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds ->
                                assertThat(holds.figures())
                                        .containsEntry("faults", 9L)
                                        .containsEntry("void", 1L));
        assertThat(check(some(8, two, one)))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided ->
                                assertThat(undecided.figures())
                                        .containsEntry("faults", 8L)
                                        .containsEntry("void", 1L));
    }

    /// So many good ones, and a bad one.
    private static String[] some(int good, String[] lines, String[] bad) {
        return Stream.concat(
                        Stream.generate(() -> lines).limit(good).flatMap(Stream::of),
                        Stream.of(bad))
                .toArray(String[]::new);
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

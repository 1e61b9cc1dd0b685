package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.History;
import slipway.core.Verdict;

class SeenToEndTest {
    private static Verdict check(String... lines) {
        return new SeenToEnd("it is killed").check(Histories.of(lines));
    }

    @Test
    @DisplayName("a fault that was seen to begin and to end counts")
    void seen() {
        assertThat(check("begin it is killed", "wait 700", "end it is killed"))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds -> assertThat(holds.figures()).containsEntry("longestMillis", 700L));
    }

    @Test
    @DisplayName("one of which nobody saw the begin, or the end, does not")
    void unseen() {
        assertThat(check()).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("begin it is killed")).isInstanceOf(Verdict.Undecided.class);
        assertThat(check("begin it is killed", "fail it is killed"))
                .isInstanceOf(Verdict.Undecided.class);
        assertThat(check("begin it is killed", "end it is killed", "begin it is killed"))
                .isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    @DisplayName("where each has to be seen, many of one do not stand for another")
    void each() {
        var each = SeenToEnd.each(2, Set.of("it is killed", "it stands still"));
        var twice =
                new String[] {
                    "begin it is killed",
                    "end it is killed",
                    "begin it is killed",
                    "end it is killed"
                };
        assertThat(each.check(Histories.of(twice)))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided ->
                                assertThat(undecided.why())
                                        .isEqualTo("never seen: it stands still"));
        assertThat(
                        each.check(
                                Histories.of(
                                        "begin it is killed",
                                        "end it is killed",
                                        "begin it stands still",
                                        "end it stands still")))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("a storm that lasts longer has more of them, or it was none")
    void oneIn() {
        var oneIn = SeenToEnd.oneIn(Duration.ofSeconds(1), Set.of("it is killed", "any other"));
        var one = List.of("begin run", "begin it is killed", "end it is killed");
        assertThat(oneIn.check(history(one, "wait 1900", "end run")))
                .isInstanceOf(Verdict.Holds.class);
        assertThat(oneIn.check(history(one, "wait 2000", "end run")))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> assertThat(undecided.why()).isEqualTo("1 were seen, of 2"));
    }

    private static History history(List<String> first, String... then) {
        return Histories.of(Stream.concat(first.stream(), Stream.of(then)).toArray(String[]::new));
    }
}

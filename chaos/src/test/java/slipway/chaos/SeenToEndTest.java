package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
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
}

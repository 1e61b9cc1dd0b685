package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;
import slipway.core.Version;

class PromotedTest {
    private static Verdict check(List<String> lines) {
        return new Promoted(Histories.API, new Version("v2"))
                .check(Histories.of(lines.toArray(String[]::new)));
    }

    private static List<String> promotion(String before, String after, int times) {
        var lines = new ArrayList<>(List.of("read ok by v1@a", before, "begin promote api"));
        lines.addAll(List.of("wait 10", "end promote api", "wait 1"));
        lines.addAll(Collections.nCopies(times, after));
        return lines;
    }

    @Test
    @DisplayName("a version that answers everybody, by the pods that were judged, is promoted")
    void promoted() {
        var lines = promotion("read ok by v2@b", "read ok by v2@b", 100);
        lines.add("read ok by v2@c");
        assertThat(check(lines))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds ->
                                assertThat(holds.figures())
                                        .containsEntry("podsJudged", 1)
                                        .containsEntry("podsReplaced", 0));
    }

    @Test
    @DisplayName("judged pods that others replace were rolled out a second time")
    void replaced() {
        assertThat(check(promotion("read ok by v2@b", "read ok by v2@c", 100)))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class, v -> assertThat(v.why()).contains("[b]"));
        assertThat(check(promotion("read ok by v2@b", "read ok by v2@c", 99)))
                .as("of few requests not every pod gets one")
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("one beside which another answers, or that is taken back, is not")
    void violated() {
        assertThat(check(promotion("read ok by v2@b", "read ok by v1@a", 1)))
                .isInstanceOf(Verdict.Violated.class);
        var back = promotion("read ok by v2@b", "read ok by v2@b", 1);
        back.addAll(List.of("begin take back api", "end take back api"));
        assertThat(check(back)).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("where nobody promotes it, or asks after it, nothing is said")
    void undecided() {
        assertThat(check(List.of("read ok by v1@a"))).isInstanceOf(Verdict.Undecided.class);
        assertThat(check(promotion("read ok by v2@b", "", 0)))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

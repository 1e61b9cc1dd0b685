package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Baseline;
import slipway.core.Image;
import slipway.core.Served;
import slipway.core.Strategy;
import slipway.core.UpdateSpec;

class CountsTest {
    private static final Image V2 = new Image("api", "v2");
    private static final UpdateSpec BEFORE =
            new UpdateSpec(
                    new Image("api", "v1"), new Strategy.RollingUpdate("1", "0", 0), 0, 180, false);

    private static Counts counts(Served... pods) {
        return new Counts(List.of(pods));
    }

    @Test
    @DisplayName(
            "what was counted before does not count; a pod anew counts whole, one nobody asked before not")
    void since() {
        var earlier = counts(new Served("a", "v1", 100, 3), new Served("b", "v1", 50, 0));
        assertThat(
                        counts(
                                        new Served("a", "v1", 120, 4),
                                        new Served("b", "v1", 7, 1),
                                        new Served("c", "v2", 9, 0))
                                .since(earlier))
                .isEqualTo(counts(new Served("a", "v1", 20, 1), new Served("b", "v1", 7, 1)));
    }

    @Test
    @DisplayName("a pod counts from when it was first asked, whenever that was")
    void later() {
        var first = counts(new Served("a", "v1", 100, 3));
        var now = counts(new Served("a", "v1", 120, 4), new Served("c", "v2", 9, 1));
        assertThat(first.has("c")).isFalse();
        var asked = first.with(now);
        assertThat(asked)
                .isEqualTo(counts(new Served("a", "v1", 100, 3), new Served("c", "v2", 9, 1)));
        assertThat(counts(new Served("c", "v2", 19, 2)).since(asked))
                .isEqualTo(counts(new Served("c", "v2", 10, 1)));
    }

    @Test
    @DisplayName("a version whose pods fail more fails; one that has counted too little is open")
    void judged() {
        var judge = new CanaryJudge();
        assertThat(
                        counts(new Served("a", "v1", 300, 0), new Served("c", "v2", 60, 8))
                                .judged(judge, BEFORE, V2, false))
                .isInstanceOf(Finding.Fails.class);
        assertThat(
                        counts(new Served("a", "v1", 300, 0), new Served("c", "v2", 60, 0))
                                .judged(judge, BEFORE, V2, false))
                .isInstanceOf(Finding.Open.class);
        assertThat(
                        counts(new Served("a", "v1", 300, 0), new Served("c", "v2", 100, 0))
                                .judged(judge, BEFORE, V2, false))
                .isInstanceOf(Finding.Passes.class);
        assertThat(Counts.NONE.judged(judge, BEFORE, V2, false))
                .as("no data blames nobody")
                .isInstanceOf(Finding.Open.class);
    }

    @Test
    @DisplayName("it takes a baseline that has counted enough, and fails less")
    void baseline() {
        var judge = new CanaryJudge();
        var old = new Served("a", "v1", 300, 0);
        var trial = new Served("c", "v2", 100, 8);
        assertThat(counts(old, trial).judged(judge, BEFORE, V2, false))
                .isInstanceOf(Finding.Fails.class);
        assertThat(
                        counts(old, trial, new Served("b", Baseline.version("v1"), 100, 0))
                                .judged(judge, BEFORE, V2, true))
                .isInstanceOf(Finding.Fails.class);
        assertThat(
                        counts(old, trial, new Served("b", Baseline.version("v1"), 100, 7))
                                .judged(judge, BEFORE, V2, true))
                .isInstanceOf(Finding.Open.class);
        assertThat(
                        counts(
                                        old,
                                        new Served("c", "v2", 100, 0),
                                        new Served("b", Baseline.version("v1"), 99, 0))
                                .judged(judge, BEFORE, V2, true))
                .isInstanceOf(Finding.Open.class);
    }
}

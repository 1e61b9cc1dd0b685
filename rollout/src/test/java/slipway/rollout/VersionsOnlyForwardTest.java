package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;
import slipway.core.Version;

class VersionsOnlyForwardTest {
    private static final String[] CLEAN = {
        "pods 4/4 v1=4",
        "read ok by v1@a",
        "begin roll api",
        "read ok by v2-0a1b2c3d@b",
        "pods 4/4 v1=2 v2=2",
        "read ok by v1@a",
        "pods 4/4 v2=4",
        "end roll api",
        "read ok by v2-0a1b2c3d@b"
    };

    private static Verdict check(String... lines) {
        return new VersionsOnlyForward(
                        Histories.API, new Version("v1"), new Version("v2"), "roll api")
                .check(Histories.of(lines));
    }

    private static String[] with(String... more) {
        return Stream.concat(Stream.of(CLEAN), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    @DisplayName("old, then both, then new: forward")
    void forward() {
        assertThat(check(CLEAN)).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("an old answer to a request sent after the rollout ended is a step back")
    void oldAfterEnd() {
        assertThat(check(with("read ok by v1@a"))).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("a new answer before the rollout began came from nowhere")
    void newBeforeBegin() {
        assertThat(
                        check(
                                "read ok by v2@b",
                                "wait 1",
                                "begin roll api",
                                "read ok by v1@a",
                                "end roll api"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("a third version is a violation, and so is a sabotaged build of the new one")
    void third() {
        assertThat(check(with("read ok by v3@c"))).isInstanceOf(Verdict.Violated.class);
        assertThat(check(with("read ok by v2-drainless-0a1b2c3d@c")))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("a pod that answers with two versions is a violation")
    void twoFaced() {
        assertThat(check(with("read ok by v2-0a1b2c3d@a"))).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("old pods that come back are a violation")
    void growing() {
        assertThat(check(with("pods 4/4 v1=1 v2=3"))).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName(
            "an old pod that misses a probe and is ready again did not come back: it was there")
    void blip() {
        assertThat(
                        check(
                                "pods 4/4 v1=4",
                                "read ok by v1@a",
                                "begin roll api",
                                "pods 4/4 v1=2+1 v2=2",
                                "pods 5/4 v1=3 v2=2",
                                "pods 4/4 v2=4",
                                "end roll api",
                                "read ok by v2@b"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("without an answer of each version, or an end of the rollout, nothing is said")
    void thin() {
        assertThat(check("begin roll api", "read ok by v2@b", "end roll api", "read ok by v2@b"))
                .isInstanceOf(Verdict.Undecided.class);
        assertThat(check("read ok by v1@a", "begin roll api", "read ok by v2@b"))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

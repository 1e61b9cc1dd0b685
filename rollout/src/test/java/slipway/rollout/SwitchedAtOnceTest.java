package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;
import slipway.core.Version;

class SwitchedAtOnceTest {
    private static Verdict check(String... lines) {
        return new SwitchedAtOnce(Histories.API, new Version("v1"), new Version("v2"))
                .check(Histories.of(lines));
    }

    @Test
    @DisplayName("old answers before, new ones after, both while the gateway hears of it")
    void holds() {
        assertThat(
                        check(
                                "read ok by v1@a",
                                "begin switch api",
                                "end switch api",
                                "read ok by v2-0a1b2c3d@b",
                                "wait 500",
                                "read ok by v1@a",
                                "wait 3000",
                                "read ok by v2-0a1b2c3d@b"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName(
            "a new answer before, an old one long after, or a third version is out of its time")
    void violated() {
        assertThat(
                        check(
                                "read ok by v2@b",
                                "read ok by v1@a",
                                "begin switch api",
                                "end switch api"))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(
                        check(
                                "begin switch api",
                                "end switch api",
                                "read ok by v2@b",
                                "wait 3500",
                                "read ok by v1@a"))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(check("begin switch api", "end switch api", "read ok by v3@c"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("without a switch, or with one version only, nothing is said")
    void undecided() {
        assertThat(check("read ok by v1@a", "read ok by v2@b"))
                .isInstanceOf(Verdict.Undecided.class);
        assertThat(check("read ok by v1@a", "begin switch api", "end switch api"))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Verdict;
import slipway.core.Version;

class AbortedTest {
    private static Verdict check(String... lines) {
        return new Aborted(Histories.API, new Version("v1"), new Version("v2"))
                .check(Histories.of(lines));
    }

    @Test
    @DisplayName("a version that answers nobody after the abort, and leaves no pod, is undone")
    void undone() {
        assertThat(
                        check(
                                "read ok by v2@b",
                                "begin abort api",
                                "read ok by v2@b",
                                "wait 4000",
                                "end abort api",
                                "read ok by v1@a",
                                "pods 4/4 v1=4"))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("one that nobody aborts, or that goes on, or stays, is not")
    void violated() {
        assertThat(check("read ok by v2@b", "pods 4/4 v2=4")).isInstanceOf(Verdict.Violated.class);
        assertThat(
                        check(
                                "begin abort api",
                                "wait 3500",
                                "read ok by v2@b",
                                "end abort api",
                                "pods 4/4 v1=4"))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(
                        check(
                                "read ok by v2@b",
                                "begin abort api",
                                "end abort api",
                                "pods 4/4 v1=3 v2=1"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("time runs from when somebody asked, not from when that was heard")
    void unheard() {
        assertThat(
                        check(
                                "note somebody asks to abort",
                                "wait 3500",
                                "read ok by v2@b",
                                "begin abort api",
                                "end abort api",
                                "pods 4/4 v1=4"))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("an abort before any client met the version, or without an end, says nothing")
    void open() {
        assertThat(check("begin abort api", "end abort api", "pods 4/4 v1=4"))
                .isInstanceOf(Verdict.Undecided.class);
        assertThat(check("read ok by v2@b", "begin abort api", "pods 4/4 v1=4"))
                .isInstanceOf(Verdict.Undecided.class);
    }
}

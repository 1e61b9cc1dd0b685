package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.InEach;
import slipway.core.Verdict;
import slipway.core.Version;

class InEachTest {
    private static final Aborted ABORTED =
            new Aborted(Histories.API, new Version("v1"), new Version("v2"));

    private static Verdict check(String... lines) {
        return new InEach(ABORTED, ABORTED, 2).check(Histories.of(lines));
    }

    @Test
    @DisplayName("a claim that holds in each rollout holds, with the spread of its figures")
    void holds() {
        var verdict =
                check(
                        "begin round 1 of 2",
                        "read ok by v2@b",
                        "begin abort api",
                        "wait 100",
                        "end abort api",
                        "end round 1 of 2",
                        "pods 4/4 v1=4",
                        "wait 1",
                        "begin round 2 of 2",
                        "read ok by v2@b",
                        "begin abort api",
                        "wait 300",
                        "end abort api",
                        "end round 2 of 2",
                        "pods 4/4 v1=4");
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict.figures().get("abortMillisMin")).isEqualTo(100.0);
        assertThat(verdict.figures().get("abortMillisMax")).isEqualTo(300.0);
        assertThat(verdict.figures().get("hold")).isEqualTo(2L);
    }

    @Test
    @DisplayName("one rollout that violates it is one too many, and is named")
    void violated() {
        assertThat(
                        check(
                                "begin round 1 of 2",
                                "read ok by v2@b",
                                "begin abort api",
                                "end abort api",
                                "end round 1 of 2",
                                "pods 4/4 v1=4",
                                "wait 1",
                                "begin round 2 of 2",
                                "read ok by v2@b",
                                "end round 2 of 2",
                                "pods 4/4 v2=4"))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class, v -> assertThat(v.why()).startsWith("round 2: "));
    }

    @Test
    @DisplayName("what encloses a rollout is seen by its claim as in a run of it alone")
    void enclosed() {
        var last = new RolledOut(Histories.API, new Version("v2"), "roll api");
        var verdict =
                new InEach(last, last, 1)
                        .check(
                                Histories.of(
                                        "pods 4/4 v1=4",
                                        "begin run",
                                        "wait 10000",
                                        "begin round 1 of 1",
                                        "begin roll api",
                                        "wait 500",
                                        "end roll api",
                                        "pods 4/4 v2=4",
                                        "end round 1 of 1",
                                        "end run"));
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict.figures().get("rolloutMillisMax")).isEqualTo(500.0);
    }

    @Test
    @DisplayName("a rollout that is missing leaves it open")
    void undecided() {
        assertThat(
                        check(
                                "begin round 1 of 2",
                                "read ok by v2@b",
                                "begin abort api",
                                "end abort api",
                                "end round 1 of 2",
                                "pods 4/4 v1=4"))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class, u -> assertThat(u.why()).contains("only 1"));
    }
}

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

class SharedAsAskedTest {
    private final List<String> lines = new ArrayList<>();

    private void change(String step, int before, int next) {
        lines.add("begin " + step);
        lines.add("read ok by v1@a");
        lines.add("end " + step);
        // By either, until the gateway has heard.
        lines.addAll(List.of("read ok by v1@a", "read ok by v2@b", "wait 2000"));
        lines.addAll(Collections.nCopies(before, "read ok by v1@a"));
        lines.addAll(Collections.nCopies(next, "read ok by v2@b"));
    }

    private Verdict check() {
        lines.add("begin promote api");
        return new SharedAsAsked(Histories.API, new Version("v2"), List.of(50, 100, 10), 1e-6)
                .check(Histories.of(lines.toArray(String[]::new)));
    }

    @Test
    @DisplayName("shares that chance explains are as asked")
    void holds() {
        change("send 50 % to v2", 60, 40);
        change("switch api", 0, 50);
        change("send 10 % to v2", 85, 15);
        assertThat(check()).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("a share that chance does not explain is not; of all and none one is too many")
    void violated() {
        change("send 50 % to v2", 95, 5);
        assertThat(check())
                .isInstanceOfSatisfying(
                        Verdict.Violated.class, v -> assertThat(v.why()).contains("5 of 100"));
    }

    @Test
    @DisplayName("after a switch to all, one client of the version before is one too many")
    void all() {
        change("send 50 % to v2", 50, 50);
        change("switch api", 1, 99);
        assertThat(check()).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("a change that was not made, or that nobody saw, says nothing")
    void undecided() {
        change("send 50 % to v2", 50, 50);
        assertThat(check()).isInstanceOf(Verdict.Undecided.class);
        lines.removeLast();
        change("switch api", 0, 0);
        change("send 10 % to v2", 90, 10);
        assertThat(check()).isInstanceOf(Verdict.Undecided.class);
    }

    @Test
    @DisplayName("one answer fewer than the sample says nothing, however well it fits")
    void tooFew() {
        change("send 50 % to v2", 50, 50);
        change("switch api", 0, 49);
        change("send 10 % to v2", 90, 10);
        assertThat(check())
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class, u -> assertThat(u.why()).contains("49", "50"));
    }
}

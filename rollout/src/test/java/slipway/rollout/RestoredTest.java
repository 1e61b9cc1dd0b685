package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Event;
import slipway.core.Histories;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Version;

class RestoredTest {
    private static final String BOARD = "left behind: ConfigMap rollout-api";

    private static Verdict check(String pods, List<String> differences, List<String> unseen) {
        var events =
                new ArrayList<>(
                        Histories.of("begin take back api", "end take back api", pods).events());
        events.add(new Event.Compared(1, differences, unseen));
        return new Restored(Histories.API, new Version("v1")).check(new History(events));
    }

    @Test
    @DisplayName("all objects and pods as before, but for the board: restored")
    void restored() {
        assertThat(check("pods 4/4 v1=4", List.of(BOARD), List.of()))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("an object that differs, a pod of the next version or one that is missing: not")
    void violated() {
        assertThat(
                        check(
                                "pods 4/4 v1=4",
                                List.of(BOARD, "changed: HTTPRoute api spec.rules: #1, now #2"),
                                List.of()))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        v -> assertThat(v.why()).contains("HTTPRoute").doesNotContain("ConfigMap"));
        assertThat(check("pods 4/4 v1=3 v2=1", List.of(), List.of()))
                .isInstanceOf(Verdict.Violated.class);
        assertThat(check("pods 3/4 v1=3", List.of(), List.of()))
                .isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("what nobody compared, or could not wholly see, says nothing")
    void undecided() {
        assertThat(check("pods 4/4 v1=4", List.of(), List.of("API x: away")))
                .isInstanceOf(Verdict.Undecided.class);
        assertThat(
                        new Restored(Histories.API, new Version("v1"))
                                .check(Histories.of("pods 4/4 v1=4")))
                .isInstanceOf(Verdict.Undecided.class);
        var untouched = new ArrayList<>(Histories.of("pods 4/4 v1=4").events());
        untouched.add(new Event.Compared(1, List.of(), List.of()));
        assertThat(new Restored(Histories.API, new Version("v1")).check(new History(untouched)))
                .as("where nothing was done nothing was taken back")
                .isInstanceOf(Verdict.Undecided.class);
    }
}

package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Connection;
import slipway.core.Event;
import slipway.core.Group;
import slipway.core.Histories;
import slipway.core.History;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Route;
import slipway.core.Verdict;
import slipway.core.Version;

class AnsweredByGroupTest {
    private static final Group B = Group.header("Slipway-Group", "b");

    private final List<Event> events = new ArrayList<>();
    private long now;

    private void ask(int times, @Nullable Group group, String answeredBy) {
        for (int i = 0; i < times; i++) {
            now++;
            events.add(
                    new Event.Invoked(
                            now,
                            now,
                            now,
                            new Operation.ReadAccount("a-000"),
                            Connection.KEPT,
                            group));
            events.add(new Event.Ended(now, now, new Outcome.Acknowledged(200), answeredBy, "pod"));
        }
    }

    private void begin(String step) {
        events.add(new Event.StepBegan(++now, step));
    }

    private void end(String step) {
        events.add(new Event.StepEnded(++now, step, null));
    }

    private Verdict check() {
        return new AnsweredByGroup(Histories.API, new Version("v1"), new Version("v2"), B)
                .check(new History(events));
    }

    /// What is asked while the group is being sent over, or all are, may be answered by either.
    private void during(Runnable test) {
        begin("send who has Slipway-Group: b to v2");
        ask(1, B, "v1");
        end("send who has Slipway-Group: b to v2");
        ask(1, B, "v1");
        now += Route.PROPAGATION.toNanos();
        test.run();
        begin("promote api");
        ask(1, null, "v2");
    }

    @Test
    @DisplayName("each kind of client meets its own version alone")
    void holds() {
        during(
                () -> {
                    ask(100, B, "v2");
                    ask(100, null, "v1");
                });
        assertThat(check()).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("one answer by the other version, to either kind, is one too many")
    void strayed() {
        during(
                () -> {
                    ask(100, B, "v2");
                    ask(100, null, "v1");
                    ask(1, null, "v2");
                });
        assertThat(check()).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("a member of the group that meets the version before has strayed too")
    void member() {
        during(() -> ask(1, B, "v1"));
        assertThat(check()).isInstanceOf(Verdict.Violated.class);
    }

    @Test
    @DisplayName("too few answers, or no such time, say nothing")
    void undecided() {
        assertThat(check()).isInstanceOf(Verdict.Undecided.class);
        during(
                () -> {
                    ask(99, B, "v2");
                    ask(100, null, "v1");
                });
        assertThat(check()).isInstanceOf(Verdict.Undecided.class);
    }
}

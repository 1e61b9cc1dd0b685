package slipway.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Event;
import slipway.core.Histories;
import slipway.core.History;
import slipway.core.NodeView;

class AftermathTest {
    private static final long MS = 1_000_000;

    /// A plan and a count right before each step, as whoever brings a fault records them.
    private static List<Aftermath> of(String... lines) {
        var events = new ArrayList<Event>();
        for (var event : Histories.of(lines).events()) {
            if (event instanceof Event.StepBegan(var at, var step)) {
                events.add(counted(at, events.size()));
                events.add(new Event.Planned(at, step, at, at));
            }
            events.add(event);
        }
        events.add(counted(1_000 * MS, 100));
        return Aftermath.of(new History(events));
    }

    private static Event counted(long at, long failed) {
        return new Event.Counted(at, List.of(new NodeView("worker", "http-api", 200, failed)));
    }

    @Test
    @DisplayName(
            "what failed is the last fault's that had begun by then, until the next one begins")
    void blamed() {
        var each =
                of(
                        "write 1 timeout",
                        "wait 5",
                        "begin kill",
                        "write 2 timeout",
                        "read refused",
                        "write 3 ok",
                        "wait 10",
                        "end kill",
                        "write 4 refused",
                        "wait 5",
                        "begin freeze",
                        "read ok",
                        "end freeze",
                        "wait 50",
                        "write 5 timeout");
        assertThat(each).extracting(one -> one.strike().fault()).containsExactly("kill", "freeze");
        assertThat(each)
                .extracting(Aftermath::harm)
                .containsExactly(
                        new Harm(3, 8 * MS, 24 * MS, 1, 1), new Harm(1, 83 * MS, 83 * MS, 0, 1));
        assertThat(each.getFirst().harm().outage()).isEqualTo(16 * MS);
        assertThat(each)
                .extracting(one -> one.strike().ready())
                .containsExactly(OptionalLong.of(16 * MS), OptionalLong.of(2 * MS));
    }

    @Test
    @DisplayName("nothing that failed is no harm, and a fault that never ended leaves nobody well")
    void harmless() {
        var only = of("begin freeze", "read ok", "write 1 open").getFirst();
        assertThat(only.harm()).isEqualTo(new Harm(0, 0, 0, 0, 0));
        assertThat(only.strike().ready()).isEmpty();
        assertThat(of("begin freeze", "fail freeze").getFirst().strike().ready()).isEmpty();
        assertThat(Aftermath.of(Histories.of("begin roll", "end roll"))).isEmpty();
    }

    @Test
    @DisplayName("agents count from right before a fault to right before the next one")
    void views() {
        var each = of("begin kill", "end kill", "wait 20", "begin kill", "end kill");
        assertThat(each)
                .extracting(Aftermath::views)
                .containsExactly(
                        List.of(new NodeView("worker", "http-api", 0, 4)),
                        List.of(new NodeView("worker", "http-api", 0, 96)));
    }

    @Test
    @DisplayName("of an agent that nobody had asked before, nobody knows what it counted since")
    void unknownBefore() {
        var plan = new Event.Planned(5, "kill", 5, 5L);
        var seen = new Event.StepBegan(6, "kill");
        var later =
                new Event.Counted(
                        9,
                        List.of(
                                new NodeView("here", "http-api", 9, 2),
                                new NodeView("new", "http-api", 9_000, 70)));
        var first = new Event.Counted(4, List.of(new NodeView("here", "http-api", 5, 1)));
        assertThat(Aftermath.of(new History(List.of(first, plan, seen, later))))
                .extracting(Aftermath::views)
                .containsExactly(List.of(new NodeView("here", "http-api", 4, 1)));
        assertThat(Aftermath.of(new History(List.of(plan, seen, later))))
                .extracting(Aftermath::views)
                .containsExactly(List.of());
    }
}

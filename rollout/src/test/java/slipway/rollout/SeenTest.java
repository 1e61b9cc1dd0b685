package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Clients;
import slipway.core.Connection;
import slipway.core.Event;
import slipway.core.Histories;
import slipway.core.History.Exchange;
import slipway.core.Operation;
import slipway.core.Outcome;

class SeenTest {
    private static final long SECOND = 1_000_000_000;

    private record Saw(List<Exchange> exchanges, AtomicLong asked) implements Clients {
        @Override
        public List<Exchange> since(long at) {
            asked.set(at);
            return exchanges;
        }

        @Override
        public List<Exchange> waiting(long at) {
            return List.of();
        }
    }

    @Test
    @DisplayName("what clients saw in the last 10 s is told by the version that answered")
    void lately() {
        var history =
                Histories.of(
                        "write 1 ok by v1@p1 took 10",
                        "write 2 ok by v1@p1 took 30",
                        "write 3 ok by v1@p2 took 20",
                        "write 4 refused by v1@p2",
                        "write 5 ok by v2@p3 took 40");
        var asked = new AtomicLong();
        var seen = Seen.lately(new Saw(history.exchanges(), asked), 12 * SECOND);
        assertThat(asked).hasValue(2 * SECOND);
        assertThat(seen)
                .containsExactly(new Seen("v1", 3, 1, 20, 30), new Seen("v2", 1, 0, 40, 40));
    }

    @Test
    @DisplayName("what nobody answered is nobody's, and has no latency")
    void nobody() {
        var exchange =
                new Exchange(
                        new Event.Invoked(
                                0, 1, 0, new Operation.ReadAccount("a-000"), Connection.FRESH),
                        new Event.Ended(SECOND, 1, new Outcome.Uncertain("reset"), null, null));
        assertThat(Seen.lately(new Saw(List.of(exchange), new AtomicLong()), SECOND))
                .containsExactly(new Seen(Seen.NOBODY, 0, 1, 0, 0));
    }

    @Test
    @DisplayName("it stands on a board as text, and what somebody else wrote there says nothing")
    void text() {
        var seen = List.of(new Seen("v1-0a1b2c3d", 360, 2, 9, 31), new Seen("nobody", 0, 3, 0, 0));
        assertThat(Seen.read(Seen.text(seen))).isEqualTo(seen);
        assertThat(Seen.read("nonsense\nv1 1 2 3\nv1 1 2 3 x\n" + Seen.text(seen))).isEqualTo(seen);
        assertThat(Seen.read(Seen.text(List.of()))).isEmpty();
    }
}

package slipway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TransferIdsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    @DisplayName("ids rise even while the clock stands still and the sequence overflows")
    void rising() {
        var ids = new TransferIds(InstantSource.fixed(NOON), 3);
        var before = ids.next();
        for (var i = 0; i < 10_000; i++) {
            var id = ids.next();
            assertThat(id).isGreaterThan(before);
            before = id;
        }
    }

    @Test
    @DisplayName("ids rise even when the clock steps back")
    void clockStepsBack() {
        var now = new Instant[] {NOON};
        var ids = new TransferIds(() -> now[0], 0);
        var before = ids.next();
        now[0] = NOON.minusSeconds(60);
        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    @DisplayName("two workers never give out the same id, and a later instant sorts later")
    void workers() {
        var seen = new HashSet<Long>();
        for (var worker : new int[] {0, 1, TransferIds.MAX_WORKER}) {
            var ids = new TransferIds(InstantSource.fixed(NOON), worker);
            for (var i = 0; i < 1000; i++) {
                assertThat(seen.add(ids.next())).isTrue();
            }
        }
        var later = new TransferIds(InstantSource.fixed(NOON.plusMillis(1)), 0).next();
        assertThat(seen).allMatch(id -> id < later);
    }

    @Test
    @DisplayName("the worker is the ordinal at the end of the pod's name")
    void ordinal() {
        assertThat(TransferIds.worker("ledger-7")).isEqualTo(7);
        assertThat(TransferIds.worker("laptop")).isZero();
        assertThatThrownBy(() -> new TransferIds(InstantSource.system(), 1024))
                .hasMessageContaining("0..1023")
                .hasMessageContaining("1024");
    }

    @Test
    @DisplayName("as text, ids sort as they do as numbers, and come back")
    void text() {
        assertThat(TransferIds.text(255)).isEqualTo("00000000000000ff");
        assertThat(TransferIds.parse(TransferIds.text(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> TransferIds.parse("no-id"))
                .isInstanceOf(NumberFormatException.class);
    }
}

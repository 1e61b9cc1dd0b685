package slipway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LiveRecordTest {
    @Test
    @DisplayName("what was sent since then and has ended is seen, and everything is recorded")
    void since() {
        var recorded = new ArrayList<Event>();
        var live = new LiveRecord(recorded::add);
        var history =
                Histories.of(
                        "read ok by v1@a", "wait 10", "read ok by v2@b", "write 1 open", "read ok");
        history.events().forEach(live::record);
        assertThat(recorded).isEqualTo(history.events());
        assertThat(live.since(0)).hasSize(3);
        assertThat(live.since(5_000_000))
                .extracting(e -> String.valueOf(e.ended() == null ? null : e.ended().version()))
                .containsExactly("v2", "v1");
    }

    @Test
    @DisplayName("who was sent by then and has no answer waits")
    void waiting() {
        var live = new LiveRecord(_ -> {});
        Histories.of("read ok", "write 1 open", "wait 10", "read open")
                .events()
                .forEach(live::record);
        assertThat(live.waiting(5_000_000))
                .extracting(exchange -> exchange.invoked().id())
                .containsExactly(2L);
        assertThat(live.waiting(20_000_000)).hasSize(2);
        assertThat(live.waiting(0)).isEmpty();
    }

    @Test
    @DisplayName("what ended long ago is forgotten, and who still waits is not")
    void forgets() {
        var live = new LiveRecord(_ -> {});
        var late = "wait " + LiveRecord.KEPT.plusSeconds(1).toMillis();
        Histories.of("write 1 open", "read ok", "wait 2000", "read ok", late, "read ok")
                .events()
                .forEach(live::record);
        assertThat(live.since(0)).extracting(e -> e.invoked().id()).containsExactly(4L);
        assertThat(live.waiting(0)).isEmpty();
        assertThat(live.waiting(5_000_000)).hasSize(1);
    }

    @Test
    @DisplayName("what could not be recorded is not seen either")
    void refused() {
        var live =
                new LiveRecord(
                        _ -> {
                            throw new IllegalStateException("no disk");
                        });
        for (var event : Histories.of("read ok").events()) {
            assertThatThrownBy(() -> live.record(event)).hasMessage("no disk");
        }
        assertThat(live.since(0)).isEmpty();
    }
}

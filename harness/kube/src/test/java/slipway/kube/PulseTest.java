package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.RunFailed;

class PulseTest {
    private final AtomicBoolean there = new AtomicBoolean(true);
    private final LinkedBlockingQueue<RunFailed> told = new LinkedBlockingQueue<>();

    private Pulse pulse(Duration patience) {
        return new Pulse(
                () -> {
                    if (!there.get()) {
                        throw new IllegalStateException("Connection refused");
                    }
                },
                "kind-test",
                Duration.ofMillis(5),
                patience);
    }

    @Test
    @DisplayName("a server that stays silent is lost, which is told once, and to who comes later")
    void lost() throws InterruptedException {
        try (var pulse = pulse(Duration.ofMillis(50))) {
            var _ = pulse.onLost(told::add);
            there.set(false);
            assertThat(told.poll(5, TimeUnit.SECONDS))
                    .hasMessageContaining("kind-test")
                    .hasMessageContaining("Connection refused");
            Thread.sleep(100);
            assertThat(told).isEmpty();
            var _ = pulse.onLost(told::add);
            assertThat(told).hasSize(1);
        }
    }

    @Test
    @DisplayName("a server that answers, or is back within the patience, is not lost")
    void back() throws InterruptedException {
        try (var pulse = pulse(Duration.ofSeconds(60))) {
            var _ = pulse.onLost(told::add);
            there.set(false);
            Thread.sleep(50);
            there.set(true);
            Thread.sleep(50);
            assertThat(told).isEmpty();
        }
    }

    @Test
    @DisplayName("a server that came back may be lost again")
    void again() throws InterruptedException {
        try (var pulse = pulse(Duration.ofMillis(20))) {
            var _ = pulse.onLost(told::add);
            there.set(false);
            assertThat(told.poll(5, TimeUnit.SECONDS)).isNotNull();
            there.set(true);
            Thread.sleep(100);
            there.set(false);
            assertThat(told.poll(5, TimeUnit.SECONDS)).isNotNull();
        }
    }
}

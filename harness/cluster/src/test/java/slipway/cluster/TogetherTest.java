package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TogetherTest {
    @Test
    @DisplayName("all are done before it returns")
    void all() throws InterruptedException {
        var done = new AtomicInteger();
        Together.run(List.of(done::incrementAndGet, done::incrementAndGet));
        assertThat(done).hasValue(2);
    }

    @Test
    @DisplayName("the first failure is thrown as it is, and the others are interrupted")
    void failure() {
        var interrupted = new AtomicBoolean();
        Together.Task slow =
                () -> {
                    try {
                        Thread.sleep(Duration.ofSeconds(30));
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                        throw e;
                    }
                };
        Together.Task broken =
                () -> {
                    throw new ClusterFailure("disk full");
                };
        assertThatThrownBy(() -> Together.run(List.of(slow, broken))).hasMessage("disk full");
        assertThat(interrupted).isTrue();
    }
}

package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
    @TempDir Path cache;

    @Test
    @DisplayName("whoever comes second is told which process came first")
    void second() {
        try (var _ = Lock.take(cache)) {
            assertThatThrownBy(() -> Lock.take(cache))
                    .isInstanceOf(ClusterFailure.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    @DisplayName("a lock file that a killed process left behind holds nobody up")
    void leftBehind() throws IOException {
        Files.writeString(cache.resolve("lock"), "1234567890");
        try (var lock = Lock.take(cache)) {
            assertThat(lock).isNotNull();
            assertThat(cache.resolve("lock"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    @DisplayName("a cache folder that cannot be written to is told with the way out")
    void unwritable() throws IOException {
        var file = Files.writeString(cache.resolve("file"), "");
        assertThatThrownBy(() -> Lock.take(file)).hasMessageContaining("set SLIPWAY_CACHE");
    }
}

package slipway.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
    private static final Duration SOON = Duration.ofSeconds(1);

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
    @DisplayName("whoever waits says for whom, once, and has it when the other lets go")
    void waits() throws Exception {
        var told = new ByteArrayOutputStream();
        var progress = progress(told);
        var first = Lock.take(cache);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var second =
                    executor.submit(
                            () ->
                                    Lock.await(
                                            cache,
                                            progress,
                                            "builds images",
                                            SOON.multipliedBy(60)));
            await(told);
            first.close();
            second.get().close();
        }
        assertThat(told.toString(UTF_8))
                .isEqualToIgnoringNewLines(
                        "waiting for process %d, which builds images"
                                .formatted(ProcessHandle.current().pid()));
    }

    @Test
    @DisplayName("a wait has its bound, and an interrupt ends it as one")
    void ends() throws Exception {
        var progress = progress(new ByteArrayOutputStream());
        try (var _ = Lock.take(cache)) {
            assertThatThrownBy(() -> Lock.await(cache, progress, "builds images", SOON))
                    .isInstanceOf(ClusterFailure.class)
                    .hasMessageContaining("still builds images after 1 s");
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> Lock.await(cache, progress, "builds images", SOON))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    private static Progress progress(ByteArrayOutputStream told) {
        return new PlainProgress(new PrintStream(told, true, UTF_8), InstantSource.system());
    }

    private static void await(ByteArrayOutputStream told) throws InterruptedException {
        while (told.size() == 0) {
            Thread.sleep(Duration.ofMillis(10));
        }
    }

    @Test
    @DisplayName("a cache folder that cannot be written to is told with the way out")
    void unwritable() throws IOException {
        var file = Files.writeString(cache.resolve("file"), "");
        assertThatThrownBy(() -> Lock.take(file)).hasMessageContaining("set SLIPWAY_CACHE");
    }
}

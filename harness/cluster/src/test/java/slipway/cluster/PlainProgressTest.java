package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;
    private final Progress progress =
            new PlainProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), clock);

    @Test
    @DisplayName("a part names itself, its usual time, and at its end the time that it took")
    void done() {
        try (var part = progress.begin("debian", Duration.ofSeconds(75))) {
            now = now.plusSeconds(80);
            part.done();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("debian ... (usually 75 s)\ndebian: done after 80 s\n");
    }

    @Test
    @DisplayName("a part that ends without being done was cut off")
    void cutOff() {
        progress.begin("go", Duration.ofMinutes(13)).close();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("go: cut off after 0 s\n");
    }

    @Test
    @DisplayName("times read as people say them")
    void times() {
        assertThat(Progress.time(Duration.ofSeconds(75))).isEqualTo("75 s");
        assertThat(Progress.time(Duration.ofMinutes(13))).isEqualTo("13 min");
        assertThat(Progress.time(Duration.ofSeconds(150))).isEqualTo("2 min 30 s");
    }
}

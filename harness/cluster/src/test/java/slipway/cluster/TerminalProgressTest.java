package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private static final Instant LATER = Instant.EPOCH.plusSeconds(120);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TerminalProgress progress =
            new TerminalProgress(
                    new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> Instant.EPOCH, 200);

    @Test
    @DisplayName("all parts are on one line, the bar is that of the longest")
    void line() {
        var parts = List.of(part("debian", 75), part("kubernetes", 480));
        assertThat(TerminalProgress.line(parts, LATER, 200))
                .isEqualTo(
                        "[#####...............] debian 2 min, longer than usual | kubernetes 2 min of"
                                + " about 8 min");
    }

    @Test
    @DisplayName("a bar does not fill before its part has ended, however long that takes")
    void notFull() {
        assertThat(TerminalProgress.line(List.of(part("envoy", 5)), LATER, 200))
                .startsWith("[###################.] ");
    }

    @Test
    @DisplayName("a line is cut to the terminal's width")
    void width() {
        assertThat(TerminalProgress.line(List.of(part("envoy", 5)), LATER, 30)).hasSize(29);
    }

    @Test
    @DisplayName("a part that has ended stays on the screen as a line of its own")
    void ended() {
        try (var part = progress.begin("envoy", Duration.ofSeconds(5))) {
            part.done();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("envoy: done after 0 s\n");
    }

    private TerminalProgress.Running part(String name, int usual) {
        return progress.new Running(name, Duration.ofSeconds(usual), Instant.EPOCH);
    }
}

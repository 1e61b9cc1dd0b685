package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which engine holds the cluster, where some do not answer.
class EnginesTest {
    @TempDir Path home;

    private Settings settings;
    private Engine silent;
    private Engine empty;
    private Engine holding;

    @BeforeEach
    void prepare() throws IOException {
        settings = Settings.of(home, Map.of("SLIPWAY_CACHE", home.toString()));
        silent = EngineTest.scripted(home, "echo 'cannot connect' >&2; exit 1");
        empty = EngineTest.scripted(home, "");
        holding = EngineTest.scripted(home, "echo slipway-worker Up 5 minutes");
    }

    private Engines engines() {
        return new Engines(
                settings,
                HostImagined.healthy(),
                new PlainProgress(
                        new PrintStream(OutputStream.nullOutputStream()), InstantSource.system()));
    }

    @Test
    @DisplayName("an engine that does not answer is passed over where another holds the cluster")
    void passedOver() throws Exception {
        Files.writeString(settings.mark(), "key\n");
        assertThat(engines().holding(List.of(silent, holding))).hasValue(holding);
    }

    @Test
    @DisplayName("where there never was a cluster, a silent engine is none of our business")
    void never() throws Exception {
        assertThat(engines().holding(List.of(silent, empty))).isEmpty();
    }

    @Test
    @DisplayName("a cluster that was there is not gone because its engine does not answer")
    void notGone() throws Exception {
        Mark.write(settings.mark(), "key", silent, 8080);
        assertThatThrownBy(() -> engines().holding(List.of(silent, empty)))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContainingAll(
                        "cannot connect", "Start that engine", "rm " + settings.mark());

        Mark.write(settings.mark(), "key", empty, 8080);
        assertThat(engines().holding(List.of(silent, empty))).isEmpty();

        Files.writeString(settings.mark(), "key of a mark that names no engine\n");
        assertThatThrownBy(() -> engines().holding(List.of(silent, empty)))
                .hasMessageContaining("cannot connect");
    }
}

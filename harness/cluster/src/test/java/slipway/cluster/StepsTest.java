package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepsTest {
    private static final Duration USUAL = Duration.ofSeconds(1);

    @TempDir Path cache;
    private final List<String> said = new ArrayList<>();

    @Test
    @DisplayName("a step that was done is not done again")
    void once() throws InterruptedException {
        var steps = steps();
        var first = steps.result("go", "k1", USUAL, into -> write(into, "1"));
        var second =
                steps.result(
                        "go",
                        "k1",
                        USUAL,
                        _ -> {
                            throw new AssertionError("done twice");
                        });
        assertThat(second).isEqualTo(first);
        assertThat(first.resolve("made")).hasContent("1");
    }

    @Test
    @DisplayName("other inputs are another result; the first one stays")
    void keyed() throws InterruptedException {
        var first = steps().result("go", "k1", USUAL, into -> write(into, "1"));
        var second = steps().result("go", "k2", USUAL, into -> write(into, "2"));
        assertThat(first.resolve("made")).hasContent("1");
        assertThat(second.resolve("made")).hasContent("2");
    }

    @Test
    @DisplayName("a step that fails half-way leaves no result, and the next run begins it afresh")
    void failed() throws InterruptedException {
        Steps.Work broken =
                into -> {
                    write(into, "half");
                    throw new ClusterFailure("no more disk");
                };
        assertThatThrownBy(() -> steps().result("go", "k", USUAL, broken))
                .hasMessage("no more disk");
        assertThat(cache.resolve("go/k")).doesNotExist();
        assertThat(said).contains("end go cut off");
        var result =
                steps().result(
                                "go",
                                "k",
                                USUAL,
                                into -> assertThat(into.resolve("made")).doesNotExist());
        assertThat(result).isDirectory();
    }

    @Test
    @DisplayName("what cannot be written is told with its place")
    void unwritable() {
        Steps.Work full =
                _ -> {
                    throw new IOException("No space left on device");
                };
        assertThatThrownBy(() -> steps().result("debian", "k", USUAL, full))
                .isInstanceOf(ClusterFailure.class)
                .hasMessage("debian: cannot write below %s: No space left on device", cache);
    }

    @Test
    @DisplayName("a folder is removed with read-only files in it, but not what its links point at")
    void removal() throws IOException {
        var kept = Files.createDirectory(cache.resolve("kept"));
        var gone = Files.createDirectories(cache.resolve("gone/deep"));
        Files.createSymbolicLink(gone.resolve("link"), kept);
        Files.writeString(gone.resolve("file"), "x");
        assertThat(gone.toFile().setWritable(false)).isTrue();
        Steps.remove(cache.resolve("gone"));
        assertThat(cache.resolve("gone")).doesNotExist();
        assertThat(kept).isDirectory();
    }

    private Steps steps() {
        return new Steps(cache, new Recorded(said));
    }

    private static void write(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve("made"), text);
    }

    private record Recorded(List<String> said) implements Progress {
        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public Part begin(String name, Duration usual) {
            var done = new boolean[1];
            return new Part() {
                @Override
                public void done() {
                    done[0] = true;
                }

                @Override
                public void close() {
                    said.add("end " + name + (done[0] ? " done" : " cut off"));
                }
            };
        }
    }
}

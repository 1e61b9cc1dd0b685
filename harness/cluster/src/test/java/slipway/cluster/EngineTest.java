package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EngineTest {
    @Test
    @DisplayName("a container runs when it is up and not paused")
    void running() {
        assertThat(Engine.running("Up 5 minutes ago")).isTrue();
        assertThat(Engine.running("Up 5 minutes (Paused)")).isFalse();
        assertThat(Engine.running("Paused")).isFalse();
        assertThat(Engine.running("Exited (0) 3 minutes ago")).isFalse();
    }

    @Test
    @DisplayName("several images go into one archive, which podman has to be told")
    void archive() {
        assertThat(words("podman")).contains("--multi-image-archive");
        assertThat(words("docker")).doesNotContain("--multi-image-archive");
    }

    private static List<String> words(String name) {
        return new Engine(name, Map.of()).save(List.of("a", "b"), Path.of("x.tar")).words();
    }
}

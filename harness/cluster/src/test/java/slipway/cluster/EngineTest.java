package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    @DisplayName("an engine that does not say is not one without nodes")
    void silent(@TempDir Path home) throws Exception {
        var engine = scripted(home, "echo 'cannot connect' >&2; exit 125");
        assertThatThrownBy(() -> engine.nodes("slipway"))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("cannot connect");
        assertThat(engine.holdsAnyCluster()).isTrue();
        assertThat(scripted(home, "").nodes("slipway")).isEmpty();
        assertThat(scripted(home, "").holdsAnyCluster()).isFalse();
    }

    @Test
    @DisplayName("of node images only old ones of our own are forgotten")
    void forgetting(@TempDir Path home) throws Exception {
        var engine =
                scripted(
                        home,
                        "echo \"$@\" >>%s/asked; [ $1 != images ] || printf '%%s\\n' %2$s:old %2$s:new"
                                .formatted(home, Registries.NODE_IMAGE));
        engine.forgetOthers("docker.io/kindest/node:v1.36.0");
        assertThat(home.resolve("asked")).doesNotExist();
        engine.forgetOthers(Registries.NODE_IMAGE + ":new");
        assertThat(home.resolve("asked"))
                .content()
                .contains("rmi " + Registries.NODE_IMAGE + ":old")
                .doesNotContain("rmi " + Registries.NODE_IMAGE + ":new");
    }

    static Engine scripted(Path home, String script) throws IOException {
        var engine = Files.createTempFile(home, "engine", "");
        Files.writeString(engine, "#!/bin/sh\n" + script + "\n");
        assertThat(engine.toFile().setExecutable(true)).isTrue();
        return new Engine(engine.toString(), Map.of());
    }

    private static List<String> words(String name) {
        return new Engine(name, Map.of()).save(List.of("a", "b"), Path.of("x.tar")).words();
    }
}

package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @Test
    @DisplayName("without any variable: cluster slipway on port 8080, cache in the home folder")
    void defaults() {
        var settings = of(Map.of("HOME", "/home/someone"));
        assertThat(settings.cache()).isEqualTo(Path.of("/home/someone/.cache/slipway"));
        assertThat(settings.kubeconfig())
                .isEqualTo(Path.of("/home/someone/.cache/slipway/kubeconfig"));
        assertThat(settings.context()).isEqualTo("kind-slipway");
        assertThat(settings.access().gateway()).hasToString("http://127.0.0.1:8080");
    }

    @Test
    @DisplayName("SLIPWAY_CACHE goes before XDG_CACHE_HOME, and that before the home folder")
    void cache() {
        var all = Map.of("SLIPWAY_CACHE", "/s", "XDG_CACHE_HOME", "/x", "HOME", "/h");
        assertThat(Settings.cache(all)).isEqualTo(Path.of("/s"));
        assertThat(Settings.cache(Map.of("XDG_CACHE_HOME", "/x", "HOME", "/h")))
                .isEqualTo(Path.of("/x/slipway"));
    }

    @Test
    @DisplayName("a second cluster has a kubeconfig of its own")
    void second() {
        assertThat(of(Map.of("SLIPWAY_CACHE", "/s", "SLIPWAY_NAME", "other")).kubeconfig())
                .isEqualTo(Path.of("/s/kubeconfig-other"));
    }

    @Test
    @DisplayName("a port that is none and a name that Kubernetes would refuse are refused here")
    void bad() {
        assertThatThrownBy(() -> of(Map.of("HOME", "/h", "SLIPWAY_PORT", "http")))
                .hasMessage("SLIPWAY_PORT has to be a number, but is 'http'");
        assertThatThrownBy(() -> of(Map.of("HOME", "/h", "SLIPWAY_PORT", "70000")))
                .hasMessageContaining("from 1 to 65535");
        assertThatThrownBy(() -> of(Map.of("HOME", "/h", "SLIPWAY_NAME", "My Cluster")))
                .hasMessageContaining("'My Cluster'");
    }

    @Test
    @DisplayName("a cluster that is there keeps its port, whoever asks later")
    void remembered(@TempDir Path cache) throws IOException {
        Mark.write(cache.resolve("cluster-slipway"), "key", new Engine("podman", Map.of()), 9090);
        var env = Map.of("SLIPWAY_CACHE", cache.toString());
        assertThat(of(env).port()).isEqualTo(9090);

        Files.writeString(cache.resolve("cluster-slipway"), "a-key-alone\n");
        assertThat(of(env).port()).isEqualTo(8080);
    }

    private static Settings of(Map<String, String> env) {
        return Settings.of(Path.of("/checkout"), env);
    }
}

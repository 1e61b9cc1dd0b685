package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a cluster leaves in the cache, on an engine and a kind that do nothing.
class LocalClusterTest {
    @TempDir Path home;

    private Settings settings;
    private Engine engine;

    @BeforeEach
    void prepare() throws IOException {
        settings = settings(Map.of());
        engine = EngineTest.scripted(home, "");
        Mark.write(settings.mark(), "old", engine, 9090);
    }

    private Settings settings(Map<String, String> more) {
        var env = new HashMap<>(more);
        env.put("SLIPWAY_CACHE", home.toString());
        return Settings.of(Path.of("../..").toAbsolutePath().normalize(), env);
    }

    private static LocalCluster cluster(Settings settings) {
        return new LocalCluster(
                settings,
                HostImagined.healthy(),
                new PlainProgress(
                        new PrintStream(OutputStream.nullOutputStream()), InstantSource.system()));
    }

    @Test
    @DisplayName("a cluster that is made anew and does not get done has no mark of the old one")
    void markOfTheOldOne() throws Exception {
        var kind = EngineTest.scripted(home, "echo 'no room' >&2; exit 1");
        var brought = GivenImages.NONE.and("v1", Map.of("api", "localhost/api:v1-1"));
        var material = new Material("new", Path.of(kind.name()), home, "node", home, brought);
        var tenant = new Guest();
        assertThatThrownBy(() -> cluster(settings).create(engine, material, tenant))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("no room");
        assertThat(settings.mark()).doesNotExist();
        assertThat(tenant.given).as("what the bundle brought").isEqualTo(brought);
    }

    private static final class Guest implements Tenant {
        private GivenImages given = GivenImages.NONE;

        @Override
        public List<String> images(GivenImages given) {
            this.given = given;
            return List.of();
        }

        @Override
        public void moveIn(Access access, Gate pods) {}
    }

    @Test
    @DisplayName("a cluster is reached at the port that it was made with, and at no other")
    void port() {
        assertThat(cluster(settings(Map.of())).access().gateway())
                .hasToString("http://127.0.0.1:9090");
        var other = cluster(settings(Map.of("SLIPWAY_PORT", "8081")));
        assertThatThrownBy(other::access)
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContainingAll(
                        "port 8081",
                        "listens on 9090",
                        "unset SLIPWAY_PORT",
                        "slipway down && SLIPWAY_PORT=8081 slipway up");
    }
}

package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GoModuleTest {
    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

    @Test
    @DisplayName("a line of dashes begins a further run of Go; comments are not targets")
    void groups() {
        var groups =
                GoModule.groups(List.of("# why", "./a  a", "x/b/v3   b", "---", "# why", "c c"));
        assertThat(groups)
                .containsExactly(
                        List.of(
                                new GoModule.Target("./a", "a"),
                                new GoModule.Target("x/b/v3", "b")),
                        List.of(new GoModule.Target("c", "c")));
    }

    @Test
    @DisplayName("Go names a program after its folder, a version apart")
    void names() {
        assertThat(GoModule.binary("go.etcd.io/etcd/server/v3")).isEqualTo("server");
        assertThat(GoModule.binary("sigs.k8s.io/kind")).isEqualTo("kind");
    }

    @Test
    @DisplayName("the Kubernetes version is the one that go.mod pins")
    void version() {
        assertThat(node().version("k8s.io/kubernetes")).matches("v1\\.36\\.\\d+");
    }

    @Test
    @DisplayName("a module that go.mod does not require is told")
    void unknown() {
        assertThatThrownBy(() -> node().version("example.org/none"))
                .hasMessageEndingWith("go.mod does not require example.org/none");
    }

    private static GoModule node() {
        var settings = Settings.of(CHECKOUT, Map.of("SLIPWAY_CACHE", "/c"));
        return new GoModule(settings, Path.of("go"), settings.recipe().resolve("node/go"));
    }
}

package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KindConfigTest {
    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
    private static final HostFacts ORDINARY = new HostFacts(false, true, 1024, 1024);
    private static final HostFacts SANDBOX = new HostFacts(true, false, 1024, 1024);

    @Test
    @DisplayName("kind.yaml is filled in whole: name, port, shared folders")
    void filled() throws IOException {
        assertThat(render(ORDINARY))
                .contains(
                        "name: other\n",
                        "hostPort: 8090\n",
                        "hostPath: \"/c/share/other\"",
                        "hostPath: \"/c/bpf\"")
                .doesNotContain("${");
    }

    @Test
    @DisplayName("an ordinary host gets no patch of its own")
    void ordinary() throws IOException {
        assertThat(render(ORDINARY))
                .contains("stats_collect_period")
                .doesNotContain("restrict_oom_score_adj");
    }

    @Test
    @DisplayName("cgroup v1 is accepted, and a withheld capability gets a patch")
    void sandbox() throws IOException {
        assertThat(render(SANDBOX))
                .containsSubsequence(
                        "\nkubeadmConfigPatches:",
                        "failCgroupV1: false",
                        "\ncontainerdConfigPatches:",
                        "\n  - |\n    [plugins",
                        "stats_collect_period",
                        "\n  - |\n    [plugins",
                        "restrict_oom_score_adj = true");
    }

    @Test
    @DisplayName("the pods' range that Cilium routes is the one that kind gives out")
    void podRange() throws IOException {
        var cilium = CHECKOUT.resolve("k8s/cluster/addons/cilium/config.yaml");
        assertThat(render(ORDINARY)).contains("podSubnet: 10.244.0.0/16");
        assertThat(Files.readString(cilium)).contains("ipv4-native-routing-cidr: 10.244.0.0/16");
    }

    private static String render(HostFacts host) throws IOException {
        var env = Map.of("SLIPWAY_CACHE", "/c", "SLIPWAY_NAME", "other", "SLIPWAY_PORT", "8090");
        var template = Files.readString(CHECKOUT.resolve("k8s/cluster/kind.yaml"));
        return KindConfig.render(template, Settings.of(CHECKOUT, env), host);
    }
}

package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NodeTracesTest {
    private static NodeHost host(boolean frozen, String said) {
        return new NodeHost() {
            @Override
            public void freeze(String node) {}

            @Override
            public void thaw(String node) {}

            @Override
            public boolean frozen(String node) {
                return frozen;
            }

            @Override
            public void crash(String node) {}

            @Override
            public void start(String node) {}

            @Override
            public boolean running(String node) {
                return true;
            }

            @Override
            public String run(String node, String... command) {
                return said;
            }
        };
    }

    @Test
    @DisplayName("a kubelet, containers that stand still and disks are told apart")
    void traces() throws Exception {
        assertThat(new NodeTraces(host(false, "kubelet active\n")).of("worker"))
                .isEqualTo(Map.of("kubelet", "active"));
        var left = "kubelet inactive\nfrozen abc\nfrozen def\ndisk pvc-1\ndisk pvc-1.img\n";
        assertThat(new NodeTraces(host(false, left)).of("worker"))
                .isEqualTo(
                        Map.of(
                                "kubelet", "inactive",
                                "frozen", "abc def",
                                "disk", "pvc-1 pvc-1.img"));
    }

    @Test
    @DisplayName("of a node that stands still nothing more is asked, and of others' nodes nothing")
    void unreachable() throws Exception {
        assertThat(new NodeTraces(host(true, "kubelet active\n")).of("worker"))
                .isEqualTo(Map.of("frozen", "all of it"));
        assertThat(new NodeTraces(NodeHost.NONE).of("worker")).isEmpty();
    }
}

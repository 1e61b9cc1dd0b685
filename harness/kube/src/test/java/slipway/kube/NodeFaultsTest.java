package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.core.Fault;
import slipway.core.Fault.AtNode.Kind;
import slipway.core.InvalidSpec;
import slipway.core.Workload;

@NullUnmarked // the extension sets the fields
@EnableKubernetesMockClient(crud = true)
class NodeFaultsTest {
    private static final Workload API = Workload.deployment("api");

    KubernetesClient client;
    private NodeFaults faults;
    private final Host host = new Host();

    /// One on which kubelets run until they are stopped.
    private static final class Host implements NodeHost {
        private final Set<String> frozen = new HashSet<>();
        private final Set<String> crashed = new HashSet<>();
        private boolean kubelet = true;
        private boolean control = true;

        @Override
        public String run(String node, String... words) {
            switch (words[0]) {
                case "pkill" -> control = false;
                case "systemctl" -> kubelet = words[1].equals("start");
                default -> {
                    if (words[2].contains("STOP")) {
                        control = false;
                    } else if (words[2].contains("systemctl")) {
                        return kubelet ? "active\n" : "inactive\n";
                    }
                    return control ? "yes\n" : "";
                }
            }
            return "";
        }

        @Override
        public void freeze(String node) {
            frozen.add(node);
        }

        @Override
        public void thaw(String node) {
            frozen.remove(node);
        }

        @Override
        public boolean frozen(String node) {
            return frozen.contains(node);
        }

        @Override
        public void crash(String node) {
            crashed.add(node);
        }

        @Override
        public void start(String node) {
            crashed.remove(node);
        }

        @Override
        public boolean running(String node) {
            return !crashed.contains(node);
        }
    }

    @BeforeEach
    void connect() {
        faults = new NodeFaults(Api.of(client.getConfiguration(), "mock", "test"), host);
        node("worker", "{}");
        node("control-plane", "{node-role.kubernetes.io/control-plane: ''}");
    }

    private void node(String name, String labels) {
        client.resource(
                        Objects.yaml(
                                Node.class,
                                """
                                apiVersion: v1
                                kind: Node
                                metadata: {name: %s, labels: %s}
                                spec: {}
                                status: {conditions: [{type: Ready, status: "True"}]}
                                """
                                        .formatted(name, labels)))
                .create();
    }

    private void lasts(Kind kind) throws Exception {
        var fault = new Fault.AtNode(kind, API, "worker");
        faults.rehearse(fault);
        assertThat(faults.begun(fault)).isFalse();
        faults.begin(fault);
        assertThat(faults.begun(fault)).isTrue();
        assertThat(faults.over(fault)).isFalse();
        faults.end(fault);
        faults.end(fault);
        assertThat(faults.begun(fault)).isFalse();
        assertThat(faults.over(fault)).isTrue();
    }

    @Test
    @DisplayName("a node without pods is drained, and schedulable again")
    void drain() throws Exception {
        lasts(Kind.DRAIN);
    }

    @Test
    @DisplayName("after a drain pods go back to nodes that have two less of them")
    void spread() {
        var nodes = List.of("worker", "worker2");
        assertThat(NodeFaults.surplus(List.of(), nodes)).isEmpty();
        assertThat(NodeFaults.surplus(List.of(pod("a", "worker")), nodes)).isEmpty();
        var all = List.of(pod("a", "worker"), pod("b", "worker2"), pod("c", "worker2"));
        assertThat(NodeFaults.surplus(all, nodes)).isEmpty();
        assertThat(NodeFaults.surplus(all.subList(1, 3), nodes)).contains(pod("c", "worker2"));
    }

    private static Pod pod(String name, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .endSpec()
                .build();
    }

    @Test
    @DisplayName("a node is frozen, and thawed")
    void freeze() throws Exception {
        lasts(Kind.FREEZE);
    }

    @Test
    @DisplayName("a node crashes, and starts again")
    void crash() throws Exception {
        lasts(Kind.CRASH);
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_CONTROL_PLANE", "DEAF_API_SERVER"})
    @DisplayName("a control plane does not answer, and does so again by itself")
    void controlPlane(Kind kind) throws Exception {
        var fault = new Fault.AtNode(kind, API, "control-plane");
        faults.rehearse(fault);
        assertThat(faults.begun(fault)).isFalse();
        faults.begin(fault);
        assertThat(faults.begun(fault)).isTrue();
        assertThat(faults.over(fault)).isFalse();
        assertThatThrownBy(() -> faults.rehearse(fault))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("not all there");
        host.control = true;
        assertThat(faults.over(fault)).isTrue();
    }

    @Test
    @DisplayName("a kubelet is stopped, and started")
    void kubelet() throws Exception {
        lasts(Kind.NO_KUBELET);
    }

    @Test
    @DisplayName("the control plane's node is not frozen, and a node that is not there is told")
    void refused() {
        assertThatThrownBy(
                        () -> faults.rehearse(new Fault.AtNode(Kind.FREEZE, API, "control-plane")))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("carries the control plane");
        assertThatThrownBy(
                        () ->
                                faults.rehearse(
                                        new Fault.AtNode(Kind.NO_CONTROL_PLANE, API, "worker")))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("worker carries no control plane");
        assertThatThrownBy(() -> faults.rehearse(new Fault.AtNode(Kind.DRAIN, API, "nowhere")))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("no node nowhere");
    }
}

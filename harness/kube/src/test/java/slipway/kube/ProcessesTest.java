package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;

class ProcessesTest {
    private static final String TASKS =
            """
            TASK    PID     STATUS
            abc     1234    RUNNING
            def     1235    PAUSED
            """;

    private final List<String> said = new ArrayList<>();
    private final Processes processes =
            new Processes(
                    (node, words) -> {
                        said.add(node + ": " + String.join(" ", words));
                        return TASKS;
                    },
                    "api");

    private static Pod pod(String container) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("api-1")
                .endMetadata()
                .withNewSpec()
                .withNodeName("worker")
                .addNewContainer()
                .withName("api")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .addNewContainerStatus()
                .withName("api")
                .withContainerID(container)
                .endContainerStatus()
                .endStatus()
                .build();
    }

    @Test
    @DisplayName("they are killed, frozen and thawed on their node, by their container's id")
    void done() throws Exception {
        processes.kill(pod("containerd://abc"));
        processes.freeze(pod("containerd://abc"));
        processes.thaw(pod("containerd://abc"));
        processes.thaw(pod("containerd://def"));
        assertThat(said)
                .containsExactly(
                        "worker: ctr -n k8s.io tasks kill --all --signal SIGKILL abc",
                        "worker: ctr -n k8s.io tasks pause abc",
                        "worker: ctr -n k8s.io tasks ls",
                        "worker: ctr -n k8s.io tasks ls",
                        "worker: ctr -n k8s.io tasks resume def");
    }

    @Test
    @DisplayName("what is not there, or runs on something else, is nobody's to kill")
    void absent() {
        assertThatThrownBy(() -> processes.kill(pod("cri-o://abc"))).isInstanceOf(RunFailed.class);
        assertThatThrownBy(() -> new Processes(NodeHost.NONE, "api").kill(pod("containerd://abc")))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("worker");
    }
}

package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PodsTest {
    @Test
    @DisplayName("a pod without a node tells why the scheduler has none")
    void unschedulable() {
        assertThat(
                        trouble(
                                "{conditions: [{type: PodScheduled, status: 'False', reason:"
                                        + " Unschedulable, message: 0/3 nodes are available}]}"))
                .isEqualTo("Unschedulable: 0/3 nodes are available");
    }

    @Test
    @DisplayName("a container that waits or has failed tells why, an init container first")
    void containers() {
        assertThat(
                        trouble(
                                "{containerStatuses: [{name: a, state: {waiting: {reason:"
                                        + " ImagePullBackOff}}}]}"))
                .isEqualTo("ImagePullBackOff");
        assertThat(
                        trouble(
                                "{initContainerStatuses: [{name: i, state: {terminated: {exitCode:"
                                        + " 3, reason: Error}}}], containerStatuses: [{name: a, state:"
                                        + " {waiting: {reason: PodInitializing}}}]}"))
                .isEqualTo("Error (exit code 3)");
    }

    @Test
    @DisplayName("a pod that was thrown out says so")
    void evicted() {
        assertThat(trouble("{phase: Failed, reason: Evicted}")).isEqualTo("Evicted");
    }

    @Test
    @DisplayName("a ready pod has no trouble, one that runs but is not ready has its condition's")
    void ready() {
        assertThat(Pods.trouble(Objects.pod("a", "v1", true))).isEmpty();
        assertThat(Pods.trouble(Objects.pod("a", "v1", false))).isEqualTo("ContainersNotReady");
    }

    @Test
    @DisplayName("an image by digest alone is its own version")
    void digest() {
        var pod = Objects.pod("a", "v1", true);
        pod.getSpec().getContainers().get(1).setImage("example.test/api@sha256:00");
        assertThat(Pods.version(pod, "api")).isNotEmpty();
    }

    private static String trouble(String status) {
        return Pods.trouble(Objects.pod(status));
    }
}

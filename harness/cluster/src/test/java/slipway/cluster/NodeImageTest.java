package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.cluster.NodeImage.Carried;

class NodeImageTest {
    private static final String CONTAINERD = "  sandbox_image = \"registry.example/pause:3.10\"\n";

    @Test
    @DisplayName(
            "images get the names that kubeadm asks for, and pause the one that containerd asks for")
    void names() {
        var kubeadm =
                """
                registry.example/kube-apiserver:v1.36.4
                registry.example/coredns/coredns:v1.14.2
                registry.example:5000/etcd:3.6.8-0
                registry.example/pause:3.10.2
                """;
        assertThat(NodeImage.controlPlane(kubeadm, CONTAINERD))
                .containsExactly(
                        new Carried("registry.example/kube-apiserver:v1.36.4", "kubernetes"),
                        new Carried("registry.example/coredns/coredns:v1.14.2", "coredns"),
                        new Carried("registry.example:5000/etcd:3.6.8-0", "etcd"),
                        new Carried("registry.example/pause:3.10", "pause"));
    }

    @Test
    @DisplayName(
            "an image that is not built here is refused, rather than missed when a node starts")
    void unknown() {
        assertThatThrownBy(
                        () ->
                                NodeImage.controlPlane(
                                        "registry.example/konnectivity:v1", CONTAINERD))
                .hasMessage(
                        "kubeadm asks for an image that is not built here: registry.example/konnectivity:v1");
    }

    @Test
    @DisplayName("a containerd configuration without a pause image is refused")
    void noPause() {
        assertThatThrownBy(() -> NodeImage.controlPlane("", "version = 2"))
                .hasMessageContaining("names no sandbox_image");
    }
}

package slipway.kube;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.InvalidSpec;

@NullUnmarked // the extension sets the fields
@EnableKubernetesMockClient
class RightsTest {
    KubernetesClient client;
    KubernetesMockServer server;

    private Rights rights(boolean allowed) {
        server.expect()
                .post()
                .withPath("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
                .andReturn(
                        201,
                        new SelfSubjectAccessReviewBuilder()
                                .withNewStatus()
                                .withAllowed(allowed)
                                .endStatus()
                                .build())
                .once();
        return new Rights(Api.of(client.getConfiguration(), "mock", "test"));
    }

    @Test
    @DisplayName("who has a right may, and who has none is told which, and how to look")
    void rights() {
        assertThatCode(() -> rights(true).require("delete", "", "pods")).doesNotThrowAnyException();
        assertThatThrownBy(() -> rights(false).require("create", "", "pods/eviction"))
                .isInstanceOf(InvalidSpec.class)
                .hasMessage(
                        "mock gives no right to create pods/eviction in the namespace test: kubectl auth can-i create pods/eviction");
        assertThatThrownBy(() -> rights(false).requireEverywhere("patch", "", "nodes"))
                .isInstanceOf(InvalidSpec.class)
                .hasMessage("mock gives no right to patch nodes: kubectl auth can-i patch nodes");
    }
}

package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;

class ManifestsTest {
    private static final KubernetesSerialization READER = new KubernetesSerialization();

    @ParameterizedTest
    @DisplayName("an image's name is the last part of its reference, without tag and digest")
    @CsvSource({
        "api, api",
        "api:v1, api",
        "localhost/api:v1, api",
        "example.test:5000/team/api, api",
        "example.test/api@sha256:00, api"
    })
    void name(String reference, String name) {
        assertThat(Manifests.name(reference)).isEqualTo(name);
    }

    @Test
    @DisplayName("images that are named are replaced, in init containers too; others stay")
    void setImages() {
        var objects =
                Manifests.parse(
                        READER,
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: api}
                        ---
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: api}
                        spec:
                          template:
                            spec:
                              initContainers: [{name: wait, image: "docker.io/library/postgres:18"}]
                              containers: [{name: api, image: api}, {name: proxy, image: "envoy:v1"}]
                        """);
        Manifests.setImages(
                objects,
                Map.of("api", "localhost/api:v1-00", "postgres", "localhost/postgres:18.1-11"));
        var pod = ((Deployment) objects.get(1)).getSpec().getTemplate().getSpec();
        assertThat(pod.getInitContainers().getFirst().getImage())
                .isEqualTo("localhost/postgres:18.1-11");
        assertThat(pod.getContainers())
                .extracting(c -> c.getImage())
                .containsExactly("localhost/api:v1-00", "envoy:v1");
    }

    @Test
    @DisplayName("what is no YAML, or no object, is refused")
    void malformed() {
        assertThatThrownBy(() -> Manifests.parse(READER, "a: [b")).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> Manifests.parse(READER, "just: words"))
                .isInstanceOf(InvalidSpec.class);
    }

    @Test
    @DisplayName("a kubectl that refuses is quoted, one that is not there is named")
    void render(@TempDir Path folder) throws Exception {
        var refuses = script(folder, "echo 'no such overlay' >&2; exit 3");
        assertThatThrownBy(() -> Manifests.render(refuses, Path.of("k8s")))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("ended with 3")
                .hasMessageContaining("no such overlay");
        assertThatThrownBy(() -> Manifests.render(folder.resolve("absent"), Path.of("k8s")))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("absent kustomize k8s");
        var answers = script(folder, "echo \"$1 $2\"");
        assertThat(Manifests.render(answers, Path.of("k8s"))).isEqualTo("kustomize k8s\n");
    }

    private static Path script(Path folder, String body) throws IOException {
        var file = Files.createTempFile(folder, "kubectl", "");
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}

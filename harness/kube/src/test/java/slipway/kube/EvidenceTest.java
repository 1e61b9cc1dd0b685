package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // the extension sets the fields
@EnableKubernetesMockClient(crud = true)
class EvidenceTest {
    KubernetesClient client;
    KubernetesMockServer server;

    @Test
    @DisplayName("events are written in the order of their times")
    void events(@TempDir Path folder) throws IOException {
        client.resource(event("b", "2026-11-22T00:00:02Z")).create();
        client.resource(event("a", "2026-11-22T00:00:01Z")).create();
        try (var cluster = new KubeCluster(Api.of(client.getConfiguration(), "mock", "test"))) {
            assertThat(new Evidence(cluster).collect(folder)).isEmpty();
        }
        assertThat(folder.resolve("events.txt"))
                .hasContent(
                        """
                        2026-11-22T00:00:01Z Warning BackOff Pod a: back-off (x3)
                        2026-11-22T00:00:02Z Warning BackOff Pod b: back-off (x3)
                        """);
    }

    @Test
    @DisplayName("of a server that is gone, what is missing is told, and nothing is thrown")
    void gone(@TempDir Path folder) {
        server.shutdown();
        try (var cluster = new KubeCluster(Api.of(client.getConfiguration(), "mock", "test"))) {
            assertThat(new Evidence(cluster).collect(folder))
                    .anyMatch(line -> line.startsWith("the events: "))
                    .anyMatch(line -> line.startsWith("the list of pods: "));
        }
    }

    private static Event event(String pod, String time) {
        return Objects.yaml(
                Event.class,
                """
                apiVersion: v1
                kind: Event
                metadata: {name: %s, namespace: test}
                type: Warning
                reason: BackOff
                message: back-off
                count: 3
                lastTimestamp: %s
                involvedObject: {kind: Pod, name: %s}
                """
                        .formatted(pod, time, pod));
    }
}

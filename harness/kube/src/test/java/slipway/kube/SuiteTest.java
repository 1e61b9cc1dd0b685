package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.InvalidSpec;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Workload;

@NullUnmarked // the extension sets the fields
@EnableKubernetesMockClient(crud = true)
class SuiteTest {
    private static final String YAML =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: test}
            data: {a: b}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: api, namespace: test}
            spec:
              replicas: 1
              selector: {matchLabels: {app: api}}
              template:
                metadata: {labels: {app: api}}
                spec: {containers: [{name: api, image: "localhost/api:dev"}]}
            """;

    KubernetesClient client;
    private KubeCluster cluster;

    @BeforeEach
    void connect() {
        cluster = new KubeCluster(Api.of(client.getConfiguration(), "mock", "test"));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @DisplayName("what the server refuses is named (the mock knows no server-side apply)")
    void refused() {
        var suite = Suite.of(cluster, YAML, Map.of("api", "localhost/api:v1-00"));
        assertThat(suite.workloads()).containsExactly(Workload.deployment("api"));
        assertThatThrownBy(() -> suite.apply(Duration.ofSeconds(1), _ -> {}))
                .isInstanceOf(RunFailed.class)
                .hasMessageStartingWith("cannot apply Namespace test on mock: ");
    }

    @Test
    @DisplayName("a secret that is there keeps its value")
    void secretStays() {
        client.resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withName("api-token")
                                .withNamespace("test")
                                .endMetadata()
                                .addToData("token", base64("precious"))
                                .build())
                .create();
        Suite.of(cluster, YAML, Map.of()).createSecrets();
        assertThat(Suite.token(cluster)).isEqualTo("precious");
        assertThat(client.secrets().inNamespace("test").withName("postgres").get()).isNotNull();
    }

    @Test
    @DisplayName("without a token the suite is not up")
    void noToken() {
        assertThatThrownBy(() -> Suite.token(cluster))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("no such Secret")
                .hasMessageContaining("./slipway up");
    }

    @Test
    @DisplayName("a cluster without the suite is refused, with what is there instead and the mend")
    void absent() {
        assertAbsent("there is no such namespace");
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName("test")
                                .endMetadata()
                                .build())
                .create();
        assertAbsent("it holds no workload");
        client.resource(Objects.settled()).create();
        assertThatCode(() -> Suite.require(cluster)).doesNotThrowAnyException();
    }

    private void assertAbsent(String seen) {
        assertThatThrownBy(() -> Suite.require(cluster))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageStartingWith("expected the suite in the namespace test of mock, but ")
                .hasMessageContaining(seen)
                .hasMessageContaining("./slipway up");
    }

    @Test
    @DisplayName("manifests that are no objects are refused before anything is touched")
    void malformed() {
        assertThatThrownBy(() -> Suite.of(cluster, "just: words", Map.of()))
                .isInstanceOf(InvalidSpec.class);
        assertThat(client.namespaces().list().getItems()).isEmpty();
    }

    @Test
    @DisplayName("the line says how many are ready, and what the others wait for")
    void line() {
        var seen = new TreeMap<String, Replicas>();
        seen.put("api", new Replicas(4, 4, 2, 2, Map.of(), Map.of(), false));
        seen.put("ledger", new Replicas(2, 1, 2, 2, Map.of(), Map.of(), true));
        assertThat(Suite.line(seen, 3)).isEqualTo("1 of 3 workloads ready; api 2 of 4");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}

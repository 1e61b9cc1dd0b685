package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.EnvVar;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Strategy;
import slipway.core.UpdateSpec;

class UpdatesTest {
    private static final Image V1 = new Image("api", "v1");

    private static <T> T workload(Class<T> kind, String spec) {
        return Objects.yaml(
                kind,
                """
                apiVersion: apps/v1
                kind: %s
                metadata: {name: api, namespace: test}
                spec:
                  selector: {matchLabels: {app: api}}
                  template: {spec: {containers: [{name: api, image: "localhost/api:v1"}]}}
                  %s
                """
                        .formatted(kind.getSimpleName(), spec));
    }

    @Test
    @DisplayName("each kind says in its own fields how its pods are replaced")
    void read() {
        assertThat(
                        Updates.of(
                                workload(
                                        Deployment.class,
                                        """
                                        strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 25%}}
                                          progressDeadlineSeconds: 180
                                        """)))
                .isEqualTo(
                        new UpdateSpec(
                                V1, new Strategy.RollingUpdate("1", "25%", 0), 0, 180, false));
        assertThat(Updates.of(workload(Deployment.class, "strategy: {type: Recreate}")).strategy())
                .isEqualTo(new Strategy.Recreate());
        assertThat(
                        Updates.of(
                                        workload(
                                                StatefulSet.class,
                                                "updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 2}}"))
                                .strategy())
                .isEqualTo(new Strategy.RollingUpdate("", "", 2));
        assertThat(
                        Updates.of(workload(DaemonSet.class, "updateStrategy: {type: OnDelete}"))
                                .strategy())
                .isEqualTo(new Strategy.OnDelete());
    }

    @Test
    @DisplayName("a held rollout is one patch: image, strategy, and a deadline beyond the hold")
    void held() {
        var deployment = workload(Deployment.class, "progressDeadlineSeconds: 180");
        var held =
                Updates.of(deployment)
                        .to(new Image("api", "v2"))
                        .by(new Strategy.RollingUpdate("100%", "0", 0))
                        .holding(Duration.ofHours(1));
        assertThat(Updates.patch(deployment, held))
                .contains(
                        op("replace", "/spec/template/spec/containers/0/image", "localhost/api:v2"),
                        op(
                                "add",
                                "/spec/strategy",
                                Map.of(
                                        "type",
                                        "RollingUpdate",
                                        "rollingUpdate",
                                        Map.of("maxSurge", "100%", "maxUnavailable", 0))),
                        op("add", "/spec/minReadySeconds", 3600),
                        op("add", "/spec/progressDeadlineSeconds", 3601));
    }

    @Test
    @DisplayName("a strategy that a kind does not have is refused before anything is sent")
    void impossible() {
        var set = workload(StatefulSet.class, "replicas: 2");
        for (var strategy :
                List.of(new Strategy.Recreate(), new Strategy.RollingUpdate("1", "", 0))) {
            refused(set, strategy);
        }
        var deployment = workload(Deployment.class, "replicas: 2");
        for (var strategy :
                List.of(new Strategy.OnDelete(), new Strategy.RollingUpdate("1", "0", 1))) {
            refused(deployment, strategy);
        }
    }

    private static void refused(HasMetadata object, Strategy strategy) {
        var spec = Updates.of(object).by(strategy);
        assertThatThrownBy(() -> Updates.patch(object, spec))
                .as(strategy.toString())
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining(object.getKind())
                .hasMessageContaining("api");
    }

    private static Map<String, Object> op(String op, String path, Object value) {
        return Map.of("op", op, "path", path, "value", value);
    }

    @Test
    @DisplayName("settings are changed where they stand, and what comes from elsewhere is kept")
    void settings() {
        var deployment = workload(Deployment.class, "strategy: {rollingUpdate: {maxSurge: 1}}");
        deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .setEnv(
                        List.of(
                                new EnvVarBuilder().withName("LEVEL").withValue("INFO").build(),
                                new EnvVarBuilder()
                                        .withName("NODE")
                                        .withNewValueFrom()
                                        .withNewFieldRef(null, "spec.nodeName")
                                        .endValueFrom()
                                        .build()));
        var before = Updates.of(deployment);
        assertThat(before.template().environment())
                .isEqualTo(Map.of("LEVEL", new EnvVar.Literal("INFO")));
        assertThat(Updates.patch(deployment, before))
                .as("nothing is written that has not changed")
                .noneMatch(op -> String.valueOf(op.get("path")).endsWith("/env"));
        var next =
                before.setting(
                        Map.of(
                                "LEVEL", new EnvVar.Literal("DEBUG"),
                                "TOKEN", new EnvVar.FromSecret("api-token", "token")));
        assertThat(Updates.patch(deployment, next))
                .filteredOn(op -> String.valueOf(op.get("path")).endsWith("/env"))
                .singleElement()
                .satisfies(
                        op ->
                                assertThat(Serialization.asJson(op.get("value")))
                                        .containsSubsequence("DEBUG", "NODE", "api-token"));
    }

    @Test
    @DisplayName(
            "a setting over a variable that comes from elsewhere, and would be lost, is refused")
    void elsewhere() {
        var deployment = workload(Deployment.class, "strategy: {rollingUpdate: {maxSurge: 1}}");
        var container = deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
        for (var from :
                List.of(
                        "fieldRef: {fieldPath: spec.nodeName}",
                        "configMapKeyRef: {name: settings, key: node}",
                        "secretKeyRef: {name: settings, key: node, optional: true}")) {
            container.setEnv(
                    List.of(
                            Objects.yaml(
                                    io.fabric8.kubernetes.api.model.EnvVar.class,
                                    "name: NODE\nvalueFrom: {%s}\n".formatted(from))));
            var next = Updates.of(deployment).setting(Map.of("NODE", new EnvVar.Literal("mine")));
            assertThatThrownBy(() -> Updates.patch(deployment, next))
                    .as(from)
                    .isInstanceOf(InvalidSpec.class)
                    .hasMessageContainingAll("NODE of Deployment api", "manifests");
        }
    }
}

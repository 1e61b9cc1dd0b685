package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RemainderTest {
    private static final Remainder BEFORE =
            remainder(
                    Map.of(
                            "Deployment api", Map.of("spec.replicas", "4"),
                            "Node worker", Map.of("cordoned", "false"),
                            "Service api", Map.of()));

    @Test
    @DisplayName("as found is no difference")
    void asFound() {
        assertThat(BEFORE.differencesFrom(BEFORE))
                .isEqualTo(new Remainder.Differences(List.of(), List.of()));
    }

    @Test
    @DisplayName("what is left behind, missing or changed is named")
    void differences() {
        var after =
                remainder(
                        Map.of(
                                "Deployment api", Map.of("spec.replicas", "3", "leaving", "[f]"),
                                "Node worker", Map.of("cordoned", "true"),
                                "NetworkPolicy cut", Map.of()));
        assertThat(after.differencesFrom(BEFORE).remainder())
                .containsExactly(
                        "changed: Deployment api leaving: unset, now [f]",
                        "changed: Deployment api spec.replicas: 4, now 3",
                        "left behind: NetworkPolicy cut",
                        "changed: Node worker cordoned: false, now true",
                        "missing: Service api");
    }

    @Test
    @DisplayName("what could not be listed at either time is told, and not taken for gone")
    void unseen() {
        var blind = new Remainder(new TreeMap<>(), List.of("API x: away"));
        var seeing = new Remainder(new TreeMap<>(), List.of());
        for (var differences :
                List.of(blind.differencesFrom(seeing), seeing.differencesFrom(blind))) {
            assertThat(differences.unseen()).containsExactly("API x: away");
            assertThat(differences.remainder()).isEmpty();
        }
    }

    @Test
    @DisplayName("a mark of ours that is forgotten on an object is seen, others' are not looked at")
    void marks() {
        assertThat(Inventory.object(service("{}", "{}"))).isEmpty();
        assertThat(
                        Inventory.object(
                                service(
                                        "{app: api, slipway/routes: api}",
                                        "{deployment.kubernetes.io/revision: '3', slipway/rules-before: '[]'}")))
                .isEqualTo(
                        Map.of(
                                "labels.slipway/routes", "api",
                                "annotations.slipway/rules-before", "[]"));
    }

    private static GenericKubernetesResource service(String labels, String annotations) {
        return Objects.yaml(
                GenericKubernetesResource.class,
                """
                apiVersion: v1
                kind: Service
                metadata: {name: api, labels: %s, annotations: %s}
                """
                        .formatted(labels, annotations));
    }

    @Test
    @DisplayName("a secret is known by its hash only, a long value too")
    void kept() {
        assertThat(Remainder.kept("4", false)).isEqualTo("4");
        assertThat(Remainder.kept("hunter", true)).startsWith("#").doesNotContain("hunter");
        assertThat(Remainder.kept("x".repeat(100), false)).hasSize(9);
        assertThat(Remainder.kept("a".repeat(100), false))
                .isNotEqualTo(Remainder.kept("b".repeat(100), false));
    }

    private static Remainder remainder(Map<String, Map<String, String>> things) {
        var sorted = new TreeMap<String, SortedMap<String, String>>();
        things.forEach((name, fields) -> sorted.put(name, new TreeMap<>(fields)));
        return new Remainder(sorted, List.of());
    }
}

package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StuckPodsTest {
    @Test
    @DisplayName("only a pod of an older revision that is not ready and not leaving is stuck")
    void stuck() {
        var pod = Objects.pod("ledger-0", "v1", false);
        pod.getMetadata().setLabels(Map.of("controller-revision-hash", "old"));
        assertThat(StuckPods.stuck(pod, "new")).isTrue();
        assertThat(StuckPods.stuck(pod, "old")).isFalse();
        var ready = Objects.pod("ledger-0", "v1", true);
        ready.getMetadata().setLabels(Map.of("controller-revision-hash", "old"));
        assertThat(StuckPods.stuck(ready, "new")).isFalse();
        assertThat(StuckPods.stuck(Objects.leaving(pod), "new")).isFalse();
    }

    @Test
    @DisplayName("the newest revision counts once it is that of the newest spec")
    void noticed() {
        assertThat(StuckPods.noticed(set("status: {observedGeneration: 2}"))).isTrue();
        assertThat(StuckPods.noticed(set("status: {observedGeneration: 1}"))).isFalse();
        assertThat(StuckPods.noticed(set("spec: {replicas: 2}"))).isFalse();
    }

    private static StatefulSet set(String rest) {
        return Objects.yaml(
                StatefulSet.class,
                """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: ledger, namespace: test, generation: 2}
                %s
                """
                        .formatted(rest));
    }
}

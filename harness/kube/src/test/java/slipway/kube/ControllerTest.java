package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControllerTest {
    @ParameterizedTest(name = "{6}: {5}")
    @DisplayName(
            "a Deployment is complete when every count is what is desired, for the newest spec")
    @CsvSource({
        "2, 4, 4, 4, 4, true, all of it",
        "1, 4, 4, 4, 4, false, the controller has not seen the newest spec",
        "2, 5, 4, 5, 5, false, an old pod is still there",
        "2, 4, 3, 4, 4, false, a pod is not updated",
        "2, 4, 4, 3, 3, false, a pod is not ready",
        "2, 4, 4, 4, 3, false, a pod is not available yet",
        "2, 4, -1, 4, 4, false, nothing is updated yet",
        "2, 3, 3, 3, 3, false, a pod is not made yet"
    })
    void deployment(
            long observed,
            int replicas,
            int updated,
            int ready,
            int available,
            boolean complete,
            String why) {
        var deployment = Objects.deployment(2, observed, replicas, updated, ready, available);
        assertThat(Controller.of(deployment).complete()).as(why).isEqualTo(complete);
    }

    @ParameterizedTest(name = "{5}: {4}")
    @DisplayName("a StatefulSet is complete when its revision is the newest, and all are available")
    @CsvSource({
        "2, a, a, 2, true, all of it",
        "1, a, a, 2, false, the controller has not seen the newest spec",
        "2, a, b, 2, false, a pod is of the older revision",
        "2, a, a, 1, false, a pod is not available"
    })
    void statefulSet(
            long observed,
            String current,
            String update,
            int available,
            boolean complete,
            String why) {
        var set =
                Objects.yaml(
                        StatefulSet.class,
                        """
                        apiVersion: apps/v1
                        kind: StatefulSet
                        metadata: {name: ledger, generation: 2}
                        spec: {replicas: 2, selector: {matchLabels: {app: ledger}}, template: {}}
                        status: {observedGeneration: %d, replicas: 2, readyReplicas: 2,
                          currentRevision: %s, updateRevision: %s, availableReplicas: %d}
                        """
                                .formatted(observed, current, update, available));
        assertThat(Controller.of(set).complete()).as(why).isEqualTo(complete);
        assertThat(Controller.of(set).promised()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{4}: {3}")
    @DisplayName("a DaemonSet is complete when every node that it wants has an updated pod")
    @CsvSource({
        "2, 3, 3, true, all of it",
        "1, 3, 3, false, the controller has not seen the newest spec",
        "2, 2, 3, false, a node has the old pod",
        "2, 3, 2, false, a node's pod is not available"
    })
    void daemonSet(long observed, int updated, int available, boolean complete, String why) {
        var set =
                Objects.yaml(
                        DaemonSet.class,
                        """
                        apiVersion: apps/v1
                        kind: DaemonSet
                        metadata: {name: agent, generation: 2}
                        spec: {selector: {matchLabels: {app: agent}}, template: {}}
                        status: {observedGeneration: %d, desiredNumberScheduled: 3, numberReady: 3,
                          updatedNumberScheduled: %d, numberAvailable: %d}
                        """
                                .formatted(observed, updated, available));
        assertThat(Controller.of(set).complete()).as(why).isEqualTo(complete);
        assertThat(Controller.of(set).desired()).isEqualTo(3);
    }

    @Test
    @DisplayName("a workload that its controller has not met yet is not complete")
    void fresh() {
        var deployment = Objects.settled();
        deployment.setStatus(null);
        assertThat(Controller.of(deployment).complete()).isFalse();
    }
}

package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.kube.Objects.leaving;
import static slipway.kube.Objects.pod;
import static slipway.kube.Objects.slice;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CountTest {
    private static final Controller SETTLED = Controller.of(Objects.settled());

    @Test
    @DisplayName("pods count by the version of the container that bears the workload's name")
    void versions() {
        var replicas =
                Count.of(
                        SETTLED,
                        List.of(pod("a", "v1", true), pod("b", "v2", true), pod("c", "v2", false)),
                        List.of());
        assertThat(replicas.versions()).isEqualTo(Map.of("v1", 1, "v2", 1));
        assertThat(replicas.existing()).isEqualTo(Map.of("v1", 1, "v2", 2));
        assertThat(replicas.ready()).isEqualTo(2);
    }

    @Test
    @DisplayName("a pod that is leaving is not ready, whatever it says, and nothing is settled")
    void leavingPod() {
        var four = new java.util.ArrayList<>(pods(4));
        assertThat(Count.of(SETTLED, four, List.of()).settled()).isTrue();
        four.add(leaving(pod("old", "v0", true)));
        var replicas = Count.of(SETTLED, four, List.of());
        assertThat(replicas.ready()).isEqualTo(4);
        assertThat(replicas.versions()).doesNotContainKey("v0");
        assertThat(replicas.existing()).doesNotContainKey("v0");
        assertThat(replicas.settled()).isFalse();
    }

    @Test
    @DisplayName("a controller that is late with its status does not make three pods four")
    void lateStatus() {
        assertThat(Count.of(SETTLED, pods(3), List.of()).settled()).isFalse();
    }

    @Test
    @DisplayName("an endpoint counts once, if it is ready or does not say")
    void endpoints() {
        var slices =
                List.of(
                        slice(
                                "one",
                                "[{addresses: [10.0.0.1], conditions: {ready: true}, targetRef:"
                                        + " {kind: Pod, name: a}}, {addresses: [10.0.0.2], conditions:"
                                        + " {ready: false}}, {addresses: [10.0.0.3]}]"),
                        slice(
                                "two",
                                "[{addresses: ['fd00::1'], conditions: {ready: true}, targetRef:"
                                        + " {kind: Pod, name: a}}]"),
                        slice("none", "null"));
        assertThat(Count.of(SETTLED, List.of(), slices).endpoints()).isEqualTo(2);
    }

    private static List<io.fabric8.kubernetes.api.model.Pod> pods(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> pod("p" + i, "v1", true))
                .toList();
    }
}

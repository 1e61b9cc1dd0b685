package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategyBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategyBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromiseTest {
    @ParameterizedTest
    @DisplayName("a Deployment rounds what may be missing down, and what may be too much up")
    @CsvSource({
        "4, 0, 1, 4",
        "4, 1, 1, 3",
        "4, 25%, 25%, 3",
        "3, 25%, 25%, 3",
        "7, 50%, 0, 4",
        "10, 39%, 0, 7",
        "4, 100%, 0, 0",
        "2, 5, 0, 0",
        // Both come to nothing: one may be missing.
        "3, 25%, 0, 2"
    })
    void deployment(int desired, String unavailable, String surge, int promised) {
        var strategy =
                new DeploymentStrategyBuilder()
                        .withType("RollingUpdate")
                        .withNewRollingUpdate()
                        .withMaxUnavailable(value(unavailable))
                        .withMaxSurge(value(surge))
                        .endRollingUpdate()
                        .build();
        assertThat(Promise.deployment(desired, strategy)).isEqualTo(promised);
    }

    @Test
    @DisplayName(
            "a Deployment without a strategy may miss a quarter, one that recreates everything")
    void defaults() {
        assertThat(Promise.deployment(8, null)).isEqualTo(6);
        assertThat(
                        Promise.deployment(
                                8, new DeploymentStrategyBuilder().withType("Recreate").build()))
                .isZero();
    }

    @ParameterizedTest
    @DisplayName("a StatefulSet rounds down, but not to nothing")
    @CsvSource({"3, 1, 2", "3, 10%, 2", "10, 25%, 8", "1, 1, 0"})
    void statefulSet(int desired, String unavailable, int promised) {
        var strategy =
                new StatefulSetUpdateStrategyBuilder()
                        .withNewRollingUpdate()
                        .withMaxUnavailable(value(unavailable))
                        .endRollingUpdate()
                        .build();
        assertThat(Promise.statefulSet(desired, strategy)).isEqualTo(promised);
        assertThat(Promise.statefulSet(3, null)).isEqualTo(2);
    }

    @ParameterizedTest
    @DisplayName("a DaemonSet rounds up")
    @CsvSource({"3, 1, 2", "3, 10%, 2", "10, 25%, 7", "3, 0, 3"})
    void daemonSet(int desired, String unavailable, int promised) {
        var strategy =
                new DaemonSetUpdateStrategyBuilder()
                        .withNewRollingUpdate()
                        .withMaxUnavailable(value(unavailable))
                        .endRollingUpdate()
                        .build();
        assertThat(Promise.daemonSet(desired, strategy)).isEqualTo(promised);
        assertThat(Promise.daemonSet(3, null)).isEqualTo(2);
    }

    @Test
    @DisplayName("what is neither a number nor a percentage is refused")
    void malformed() {
        assertThatThrownBy(
                        () -> Promise.scaled(new IntOrString("many"), new IntOrString(1), 4, true))
                .hasMessageContaining("many");
    }

    private static IntOrString value(String text) {
        return text.endsWith("%") ? new IntOrString(text) : new IntOrString(Integer.parseInt(text));
    }
}

package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Pod;
import slipway.core.Replicas;

class SentenceTest {
    private static final Replicas THREE =
            new Replicas(4, 4, 3, 3, Map.of("v1", 3), Map.of("v1", 4), false);

    @Test
    @DisplayName("a wait that came to nothing says what was expected, and what was last seen")
    void sentence() {
        assertThat(
                        Sentence.of(
                                "api",
                                "ready",
                                Duration.ofMinutes(2),
                                THREE,
                                List.of(pod("api-a", ""), pod("api-7d9f-x2k", "ImagePullBackOff")),
                                ""))
                .isEqualTo(
                        "api not ready after 2m: 3 of 4 pods ready, api-7d9f-x2k:"
                                + " ImagePullBackOff");
    }

    @Test
    @DisplayName("three pods stand for many, and a pod that leaves is named")
    void many() {
        var leaving = new Pod("e", "", "worker", "v1", false, true, 0, "", "");
        assertThat(
                        Sentence.seen(
                                THREE,
                                List.of(leaving, pod("a", "X"), pod("b", "X"), pod("c", "X")),
                                "QuotaExceeded"))
                .isEqualTo("3 of 4 pods ready, e: leaving, a: X, b: X, and 1 more, QuotaExceeded");
    }

    @Test
    @DisplayName("times are as short as they can be said")
    void times() {
        assertThat(Sentence.time(Duration.ofSeconds(90))).isEqualTo("1m30s");
        assertThat(Sentence.time(Duration.ofMillis(500))).isEqualTo("500ms");
        assertThat(Sentence.time(Duration.ofSeconds(15))).isEqualTo("15s");
    }

    private static Pod pod(String name, String trouble) {
        return new Pod(name, "", "worker", "v1", trouble.isEmpty(), false, 0, trouble, "");
    }
}

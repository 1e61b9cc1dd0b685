package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import slipway.core.Autoscaler;
import slipway.core.Workload;
import slipway.kube.Remainder;

/// A rollout of a workload that has an autoscaler already, as its owner gave it, on the real
/// cluster.
@ExtendWith(RealCluster.class)
class AutoscaledIT {
    private static final Workload API = Workload.deployment("api");
    private static final Duration WITHIN = Duration.ofMinutes(2);

    @Test
    @DisplayName("an abort leaves the autoscaler, and the replicas that it wants, as they were")
    void aborted(Berth berth) throws Exception {
        try (var kube = berth.kube()) {
            int own = kube.replicas(API).desired();
            int wanted = own + 1;
            kube.autoscale(API, new Autoscaler(wanted, wanted + 1, 900));
            try {
                kube.await(API, "scaled", r -> r.desired() == wanted && r.settled(), WITHIN);
                var before = Remainder.of(kube);
                assertThat(before.things()).containsKey("HorizontalPodAutoscaler api");

                assertThat(Launcher.decided(List.of("run", "canary-abort")).code()).isZero();

                assertThat(kube.replicas(API).desired()).isEqualTo(wanted);
                assertThat(Remainder.of(kube).differencesFrom(before).remainder()).isEmpty();
            } finally {
                kube.unautoscale(API);
                kube.scale(API, own);
                kube.await(API, "as before", r -> r.desired() == own && r.settled(), WITHIN);
            }
        }
    }
}

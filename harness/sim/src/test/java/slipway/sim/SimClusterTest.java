package slipway.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.EnvVar;
import slipway.core.Image;
import slipway.core.Replicas;
import slipway.core.Workload;

class SimClusterTest {
    private static final Workload LEDGER = Workload.statefulSet("ledger");
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    @DisplayName(
            "a StatefulSet that is stuck in a broken setting is freed; its template alone does not")
    void freed() throws Exception {
        var clock = new SimClock();
        clock.run(
                () -> {
                    var image = new Image("ledger", "v1");
                    var cluster = new SimCluster(clock, new Random(1), LEDGER, image, 2);
                    var before = cluster.updateSpec(LEDGER);
                    cluster.update(
                            LEDGER, before.setting(Map.of("BROKEN", new EnvVar.Literal("yes"))));
                    clock.sleep(LONG);
                    cluster.update(LEDGER, before);
                    clock.sleep(LONG);
                    assertThat(cluster.replicas(LEDGER).settled()).isFalse();
                    cluster.free(LEDGER);
                    cluster.await(LEDGER, "back", Replicas::settled, LONG);
                });
    }
}

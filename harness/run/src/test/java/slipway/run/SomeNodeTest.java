package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.chaos.SomeNode;
import slipway.core.Cluster;
import slipway.core.Disturbance;
import slipway.core.Fault;
import slipway.core.Fault.AtNode.Kind;
import slipway.core.InvalidSpec;
import slipway.core.Pod;
import slipway.core.Stage;
import slipway.core.Workload;

/// Which nodes a fault may be at, on a simulated cluster whose pods are where a test has them.
class SomeNodeTest {
    private static final Workload API = Workload.deployment("api");
    private static final Workload LEDGER = Workload.statefulSet("ledger");
    private static final Workload POSTGRES = Workload.statefulSet("postgres");
    private static final SomeNode TARGET =
            new SomeNode(API, Kind.FREEZE, POSTGRES, List.of(LEDGER));

    /// A pod of each workload on each of its nodes.
    private record Placed(List<String> api, List<String> ledger, List<String> postgres) {
        List<Pod> pods(Workload workload) {
            var nodes =
                    switch (workload.name()) {
                        case "api" -> api;
                        case "ledger" -> ledger;
                        default -> postgres;
                    };
            return nodes.stream()
                    .map(n -> new Pod(workload.name() + n, n, n, "v1", true, false, 0, "", ""))
                    .toList();
        }
    }

    @Test
    @DisplayName("it is none of a workload that has one pod, nor the only one of another")
    void spared() throws Exception {
        var spread = new Placed(List.of("a", "b"), List.of("a", "b"), List.of("a"));
        assertThat(candidates(spread)).containsExactly(new Fault.AtNode(Kind.FREEZE, API, "b"));
        var together = new Placed(List.of("a", "b"), List.of("b", "b"), List.of("a"));
        assertThatThrownBy(() -> candidates(together))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining(
                        "all ready pods of StatefulSet ledger are on b: delete one, and it goes"
                                + " elsewhere");
    }

    private static List<Fault> candidates(Placed placed) throws Exception {
        var found = new ArrayList<Fault>();
        var looking =
                new Disturbance() {
                    @Override
                    public String description() {
                        return "a look";
                    }

                    @Override
                    public void disturb(Stage stage) throws InterruptedException {
                        found.addAll(TARGET.candidates(on(placed, stage)));
                    }
                };
        Simulated.play(Simulated.disturbed(Scenarios.named("freeze-node"), looking));
        return found;
    }

    private static Stage on(Placed placed, Stage stage) {
        Cluster cluster =
                new ForwardingCluster(stage.cluster()) {
                    @Override
                    public List<Pod> pods(Workload workload) {
                        return placed.pods(workload);
                    }
                };
        return new Stage(
                stage.run(),
                cluster,
                stage.service(),
                stage.recorder(),
                stage.clients(),
                stage.clock(),
                stage.images(),
                stage.undo(),
                stage.dice());
    }
}

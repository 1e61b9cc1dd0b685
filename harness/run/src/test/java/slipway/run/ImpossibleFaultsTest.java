package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Fault;
import slipway.core.Image;
import slipway.core.Injector;
import slipway.core.InvalidSpec;
import slipway.core.Pod;
import slipway.core.Workload;
import slipway.sim.SimClock;
import slipway.sim.SimCluster;

class ImpossibleFaultsTest {
    /// Of two nodes, each with the same pods; nothing is done to any.
    private static final class Rehearsing extends ForwardingCluster {
        private final boolean ready;
        private final Consumer<Fault> refusal;

        Rehearsing(boolean ready, Consumer<Fault> refusal) {
            super(
                    new SimCluster(
                            new SimClock(),
                            new Random(1),
                            ChaosScenarios.API,
                            new Image("api", "v1"),
                            1));
            this.ready = ready;
            this.refusal = refusal;
        }

        @Override
        public List<Pod> pods(Workload workload) {
            return List.of(
                    new Pod("one", "1", "worker", "v1", ready, false, 0, "", ""),
                    new Pod("two", "2", "worker2", "v1", ready, false, 0, "", ""));
        }

        @Override
        public Injector injector() {
            return new Injector() {
                @Override
                public void rehearse(Fault fault) {
                    refusal.accept(fault);
                }

                @Override
                public void begin(Fault fault) {
                    throw new AssertionError("begun: " + fault);
                }

                @Override
                public boolean begun(Fault fault) {
                    return false;
                }

                @Override
                public void end(Fault fault) {}

                @Override
                public boolean over(Fault fault) {
                    return true;
                }
            };
        }
    }

    @Test
    @DisplayName("where nothing is refused all can be brought about")
    void none() throws Exception {
        var faults = ImpossibleFaults.on(new Rehearsing(true, _ -> {}));
        assertThat(faults.reasons()).isEmpty();
        assertThat(faults.lines()).containsExactly("all of them can be brought about");
    }

    private static void refuse(Fault fault) {
        switch (fault) {
            case Fault.AtPod(var kind, _, _) ->
                    refuse(kind == Fault.AtPod.Kind.SLOW_DISK, "no fsfreeze");
            case Fault.AtNode(var kind, _, var node) -> {
                refuse(kind == Fault.AtNode.Kind.DRAIN, "no right to it");
                refuse(kind == Fault.AtNode.Kind.CRASH && node.equals("worker"), "not this one");
            }
            case Fault.Partition _ -> refuse(true, "no policy");
            case Fault.NoBudget _ -> refuse(true, "no budget");
        }
    }

    private static void refuse(boolean impossible, String why) {
        if (impossible) {
            throw new InvalidSpec(why);
        }
    }

    @Test
    @DisplayName(
            "a fault is impossible where every one of its kind is refused, for each reason once")
    void refused() throws Exception {
        var faults = ImpossibleFaults.on(new Rehearsing(true, ImpossibleFaultsTest::refuse));
        assertThat(faults.lines())
                .containsExactly(
                        "drain of a node: no right to it",
                        "lack of a budget of api: no budget",
                        "partition by api-to-ledger-in: no policy",
                        "partition by ledger-to-postgres-out: no policy",
                        "slow disk: no fsfreeze");
    }

    @Test
    @DisplayName("a fault that nobody is there to suffer is impossible for that reason")
    void nobody() throws Exception {
        assertThat(ImpossibleFaults.on(new Rehearsing(false, _ -> {})).reasons())
                .containsEntry("kill", "no pod is ready that it could be at")
                .doesNotContainKey("drain of a node");
    }

    @Test
    @DisplayName("docs/faults.md says why of each that no cluster is given")
    void documented() throws IOException {
        var page = Files.readString(Slipway.checkout().resolve("docs/faults.md"));
        assertThat(ImpossibleFaults.NOWHERE.keySet())
                .allSatisfy(fault -> assertThat(page).containsIgnoringCase("- **" + fault));
    }
}

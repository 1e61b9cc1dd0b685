package slipway.run;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slipway.core.InvalidSpec;
import slipway.core.Workload;
import slipway.kube.KubeCluster;
import slipway.rollout.RolloutBoard;
import slipway.rollout.Wish;

/// `slipway rollout …`: what somebody asks of a rollout that another command is at.
@Command(
        name = "rollout",
        mixinStandardHelpOptions = true,
        description = "Look at a rollout that is under way, or change its course.")
final class RolloutCommand implements Callable<Integer> {
    /// What there is to ask.
    enum Request {
        STATUS,
        PAUSE,
        RESUME,
        PROMOTE,
        ABORT
    }

    @Parameters(
            index = "0",
            paramLabel = "REQUEST",
            description =
                    "status; pause: take no further step; resume; promote: look no longer, on to the end; abort: back to the version before.")
    private Request request = Request.STATUS;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "WORKLOAD",
            defaultValue = "api",
            description = "api (the default), ledger or agent.")
    private String name = "api";

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var berth = new Berth(Slipway.checkout(), spec.commandLine().getErr());
        // Without the hold: the command that is at the rollout has it.
        try (var kube = berth.kube()) {
            var workload = workload(kube);
            var board = new RolloutBoard(kube.board(workload));
            if (request == Request.STATUS) {
                tell(kube, workload, board, out);
                return 0;
            }
            if (!board.ask(Wish.valueOf(request.name()))) {
                throw new InvalidSpec("no rollout of " + workload + " is under way");
            }
            out.println("asked for: " + request.name().toLowerCase(Locale.ROOT));
        }
        return 0;
    }

    private Workload workload(KubeCluster kube) {
        return kube.workloads().stream()
                .filter(w -> w.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new InvalidSpec(
                                        "no workload is called %s; there are %s"
                                                .formatted(
                                                        name,
                                                        kube.workloads().stream()
                                                                .map(Workload::name)
                                                                .toList())));
    }

    private static void tell(
            KubeCluster kube, Workload workload, RolloutBoard board, PrintWriter out) {
        out.println(workload + ": " + kube.replicas(workload));
        var state = board.read();
        if (state.isEmpty()) {
            out.println("no rollout is under way");
            return;
        }
        out.printf("%s (%s)%n", state.get().plan(), state.get().run());
        var steps = state.get().steps();
        boolean over = !state.get().outcome().isEmpty();
        for (int i = 0; i < steps.size(); i++) {
            int ahead = i + 1 - state.get().step();
            var here = over ? "■" : "▶";
            out.printf("  %s %s%n", ahead < 0 ? "✓" : ahead == 0 ? here : " ", steps.get(i));
        }
        if (over) {
            out.println(state.get().outcome());
        } else if (state.get().wish() != Wish.RESUME) {
            out.println("asked for: " + state.get().wish().word());
        }
    }
}

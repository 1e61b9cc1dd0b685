package slipway.run;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slipway.cluster.Terminal;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;
import slipway.core.Workload;
import slipway.kube.KubeCluster;
import slipway.rollout.RolloutBoard;
import slipway.rollout.Wish;

/// `slipway rollout …`: what somebody asks of a rollout that another command is at, or was at.
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
        ABORT,
        /// As `kubectl rollout` calls [#ABORT].
        UNDO,
        /// As Helm calls it.
        ROLLBACK
    }

    @Parameters(
            index = "0",
            paramLabel = "REQUEST",
            description =
                    "status: how it stands; pause: take no further step; resume; promote: look no longer, on to the end; abort: back to the version before, also where the command that was at it is gone; undo and rollback: the same.")
    private Request request = Request.STATUS;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "WORKLOAD",
            defaultValue = "api",
            description = "api (the default), ledger or agent.")
    private String name = "api";

    @Option(names = "--watch", description = "With status: show it until the rollout is over.")
    private boolean watch;

    @Option(
            names = "--json",
            description = "With status: print JSON, one object; with --watch one a line.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (request != Request.STATUS && (watch || json)) {
            throw new InvalidSpec(
                    "--watch and --json go with status, not with "
                            + request.name().toLowerCase(Locale.ROOT));
        }
        var out = spec.commandLine().getOut();
        var berth = new Berth(Slipway.checkout(), spec.commandLine().getErr());
        // Without the hold: the command that is at the rollout has it.
        try (var kube = berth.kube()) {
            var desk = new RolloutDesk(kube, workload(kube), new WallClock(), out);
            switch (request) {
                case STATUS -> status(desk);
                case PAUSE, RESUME, PROMOTE -> desk.ask(Wish.valueOf(request.name()));
                case ABORT, UNDO, ROLLBACK -> {
                    var left = desk.abort();
                    if (left.isPresent()) {
                        takeBack(berth, desk, left.get());
                    }
                }
            }
        }
        return 0;
    }

    private void status(RolloutDesk desk) throws InterruptedException {
        if (watch) {
            watch(desk);
        } else if (json) {
            desk.json();
        } else {
            desk.status();
        }
    }

    /// Ctrl-C is the usual way to end it, and breaks nothing.
    private void watch(RolloutDesk desk) {
        try {
            desk.watch(screen(desk.out()));
        } catch (InterruptedException _) {
            // As said.
        } catch (RunFailed e) {
            if (!Thread.interrupted()) {
                throw e;
            }
        }
    }

    private RolloutScreen screen(PrintWriter out) {
        if (json) {
            return new RolloutScreen.Told(
                    line -> {
                        out.println(line);
                        out.flush();
                    },
                    now -> Json.compact(now.json()));
        }
        var env = System.getenv();
        return Terminal.redraws(env)
                ? new RolloutScreen.Drawn(out, Terminal.columns(env))
                : new RolloutScreen.Told(new Narrator(out), RolloutNow::line);
    }

    private static void takeBack(Berth berth, RolloutDesk desk, RolloutBoard.State left)
            throws InterruptedException {
        List<Workload> workloads;
        try (var _ = berth.cluster().hold()) {
            workloads =
                    new Recovery(desk.cluster(), desk.clock(), berth.narrator())
                            .ofBoard(desk.workload(), left);
        }
        var names = workloads.stream().map(Workload::toString).collect(Collectors.joining(" and "));
        desk.out()
                .printf(
                        "taken back: nobody was at it any more, and %s %s as before %s%n",
                        names, workloads.size() == 1 ? "is" : "are", left.begunBy());
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
}

package slipway.run;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slipway.core.InvalidSpec;
import slipway.core.Scenario;
import slipway.core.Verdict;
import slipway.core.Workload;

/// `slipway run NAME…`.
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Run scenarios by name or family, and judge them. The worst verdict is the exit code.")
final class RunCommand implements Callable<Integer> {
    /// More would be a soak, and that is a scenario of its own.
    private static final int MOST = 1000;

    @Parameters(
            paramLabel = "NAME",
            arity = "1..*",
            description =
                    "Scenarios or families, which slipway list names, or the YAML file of a rollout's plan. rolling-x20: 20 rollouts in one run, one after the other.")
    private List<String> names = List.of();

    @Option(names = "--seed", description = "Other dice than the scenario's own.")
    private @Nullable Long seed;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "Run each N times in turn, 1 to 1000; with a tally at the end.")
    private int repeat = 1;

    @Option(
            names = "--dry-run",
            description = "Show the steps that each would take, and touch nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print each verdict.json.")
    private boolean json;

    @Mixin private LoadOptions load = new LoadOptions();
    @Mixin private VenueOptions venues = new VenueOptions();
    @Mixin private RunsOption where = new RunsOption();
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (repeat < 1 || repeat > MOST) {
            throw new InvalidSpec("--repeat takes 1 to " + MOST + ", not " + repeat);
        }
        // In turn, so that a host that grows busy meets an honest scenario and its twin alike.
        var scenarios = new ArrayList<Scenario>();
        for (int i = 0; i < repeat; i++) {
            for (var scenario : Scenarios.select(names)) {
                var loaded = load.on(scenario);
                scenarios.add(seed == null ? loaded : loaded.seeded(seed + i));
            }
        }
        var out = spec.commandLine().getOut();
        if (dryRun) {
            out.print(
                    scenarios.stream()
                            .map(RunCommand::shown)
                            .collect(Collectors.joining(PlanText.BETWEEN)));
            out.flush();
            return 0;
        }
        var tally = new Tally();
        Verdict worst = null;
        try (var house = venues.open(where.runs(), spec)) {
            for (var scenario : scenarios) {
                var performance = house.perform(scenario);
                tell(performance, out);
                tally.add(performance);
                worst =
                        worst == null
                                ? performance.worst()
                                : Verdict.worst(List.of(worst, performance.worst()));
            }
        }
        if (repeat > 1 && !json) {
            tally.tell(out);
        }
        return worst == null ? Slipway.BAD_ARGUMENTS : worst.exitCode();
    }

    /// The plan of each rollout is shown as its file would be, with all else as comments: one's own
    /// may begin with it.
    private static String shown(Scenario scenario) {
        var lines = new ArrayList<String>();
        lines.add("%s: %s".formatted(scenario.name(), scenario.disturbance().description()));
        lines.add("%s; seed %d".formatted(scenario.load().description(), scenario.seed()));
        lines.add(
                "at "
                        + scenario.workloads().keySet().stream()
                                .map(Workload::toString)
                                .collect(Collectors.joining(", ")));
        lines.addAll(Runner.foretold(scenario));
        return lines.stream().map("# %s\n"::formatted).collect(Collectors.joining())
                + PlanText.of(Scenarios.plans(scenario));
    }

    private void tell(Performance performance, PrintWriter out) {
        if (json) {
            out.println(performance.json());
        } else {
            Verdicts.tell(performance, out);
        }
        out.flush();
    }
}

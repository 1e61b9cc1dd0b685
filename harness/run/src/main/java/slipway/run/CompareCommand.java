package slipway.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slipway.core.InvalidSpec;

/// `slipway compare strategies`.
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description =
                "Roll out by every strategy, in turn and on one load: one table, with its pictures. The worst verdict is the exit code.")
final class CompareCommand implements Callable<Integer> {
    /// What there is to compare.
    enum Subject {
        STRATEGIES
    }

    /// A night and a day on a real cluster.
    private static final int MOST = 100;

    @Parameters(index = "0", paramLabel = "SUBJECT", description = "strategies")
    private Subject subject = Subject.STRATEGIES;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Run each N times in turn, 1 to 100; the table shows medians, and their span.")
    private int repeat = 1;

    @Option(
            names = "--from",
            paramLabel = "RUN",
            arity = "1..*",
            description =
                    "Compare these stored runs instead: folders, or scenarios for their newest runs. Needs no cluster.")
    private List<String> from = List.of();

    @Option(names = "--json", description = "Print comparison.json.")
    private boolean json;

    @Mixin private VenueOptions venues = new VenueOptions();
    @Mixin private RunsOption where = new RunsOption();
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return switch (subject) {
            case STRATEGIES -> strategies();
        };
    }

    private int strategies() throws InterruptedException {
        if (repeat < 1 || repeat > MOST) {
            throw new InvalidSpec("--repeat takes 1 to " + MOST + ", not " + repeat);
        }
        var performances = from.isEmpty() ? played() : stored();
        var setting = setting(performances);
        var comparison = Comparison.of(performances.stream().map(CompareCommand::run).toList());
        tell(comparison, setting);
        return comparison.worst().exitCode();
    }

    /// In turn, so that a host that grows busy meets all strategies alike.
    private List<Performance> played() throws InterruptedException {
        var names = Contender.ALL.stream().flatMap(c -> c.scenarios().stream()).toList();
        var out = spec.commandLine().getOut();
        var performances = new ArrayList<Performance>();
        try (var house = venues.open(where.runs(), spec)) {
            for (int i = 0; i < repeat; i++) {
                for (var scenario : Scenarios.select(names)) {
                    var performance = house.perform(scenario.seeded(scenario.seed() + i));
                    performances.add(performance);
                    if (!json) {
                        Verdicts.tell(performance, out);
                        out.flush();
                    }
                }
            }
        }
        return performances;
    }

    /// Judged again, as by `slipway check`.
    private List<Performance> stored() {
        return from.stream()
                .map(run -> RunFolder.find(where.runs(), run))
                .map(folder -> Performance.judged(Scenarios.of(folder), folder))
                .toList();
    }

    /// What all runs have in common.
    ///
    /// @throws InvalidSpec where they differ in what would make them no comparison
    private static RunInfo setting(List<Performance> performances) {
        var first = performances.getFirst().folder().info();
        for (var performance : performances) {
            var info = performance.folder().info();
            if (!info.load().equals(first.load()) || !info.cluster().equals(first.cluster())) {
                throw new InvalidSpec(
                        "strategies compare on one load and one cluster, but %s met %s on %s, and %s met %s on %s"
                                .formatted(
                                        first.scenario(),
                                        first.load(),
                                        first.cluster().context(),
                                        info.scenario(),
                                        info.load(),
                                        info.cluster().context()));
            }
        }
        return first;
    }

    private static ComparedRun run(Performance performance) {
        var folder = performance.folder();
        try {
            return ComparedRun.of(
                    performance.scenario(),
                    folder.history().history(),
                    performance.worst(),
                    folder.path().toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find " + folder.path(), e);
        }
    }

    private void tell(Comparison comparison, RunInfo setting) {
        var out = spec.commandLine().getOut();
        var parent = where.runs().resolve(RunFolder.COMPARISONS);
        try {
            var home = RunFolder.fresh(parent, Instant.now()).toRealPath();
            var text = Json.pretty(JsonComparison.write(comparison, setting, home));
            StoreFile.write(home.resolve("comparison.json"), text);
            var page = home.resolve("comparison.html");
            StoreFile.write(page, ComparisonHtml.of(comparison, setting, home));
            if (json) {
                out.print(text);
            } else {
                out.println();
                ComparisonText.tell(comparison, out);
                out.println("page  " + page);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write a comparison in " + parent + ": " + e.getMessage(), e);
        }
    }
}

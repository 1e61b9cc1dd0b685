package slipway.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    @Mixin private LoadOptions load = new LoadOptions();
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
        if (!from.isEmpty()) {
            var played = spec.commandLine().getParseResult();
            for (var option : List.of("--repeat", "--rate", "--for", "--sim")) {
                if (played.hasMatchedOption(option)) {
                    throw new InvalidSpec(
                            "--from compares runs that are there already, and "
                                    + option
                                    + " is for new ones: give one of them");
                }
            }
            return compare(stored());
        }
        var performances = new ArrayList<Performance>();
        try {
            play(performances);
        } catch (RuntimeException | InterruptedException e) {
            // Hours of runs are worth a table, also where the last one broke.
            if (!performances.isEmpty()) {
                compare(performances);
            }
            throw e;
        }
        return compare(performances);
    }

    private int compare(List<Performance> performances) {
        var setting = setting(performances);
        var comparison = Comparison.of(performances.stream().map(CompareCommand::run).toList());
        tell(comparison, setting);
        return comparison.worst().exitCode();
    }

    /// In turn, so that a host that grows busy meets all strategies alike.
    ///
    /// @param done gets what was played, also where it breaks
    private void play(List<Performance> done) throws InterruptedException {
        var names = Contender.ALL.stream().flatMap(c -> c.scenarios().stream()).toList();
        var scenarios = Scenarios.select(names).stream().map(load::on).toList();
        var out = spec.commandLine().getOut();
        try (var house = venues.open(where.runs(), spec)) {
            for (int i = 0; i < repeat; i++) {
                for (var scenario : scenarios) {
                    var performance = house.perform(scenario.seeded(scenario.seed() + i));
                    done.add(performance);
                    if (!json) {
                        Verdicts.tell(performance, out);
                        out.flush();
                    }
                }
            }
        }
    }

    /// Judged again, as by `slipway check`; a run that is named twice is one.
    private List<Performance> stored() {
        return from.stream()
                .map(run -> RunFolder.find(where.runs(), run))
                .collect(
                        Collectors.toMap(
                                RunFolder::name,
                                Function.identity(),
                                (first, _) -> first,
                                LinkedHashMap::new))
                .values()
                .stream()
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
            if (!common(info).equals(common(first))) {
                throw new InvalidSpec(
                        "strategies compare on one load, cluster, host and build, but %s met %s, and %s met %s"
                                .formatted(
                                        first.scenario(),
                                        String.join(", ", common(first)),
                                        info.scenario(),
                                        String.join(", ", common(info))));
            }
        }
        return first;
    }

    private static List<String> common(RunInfo info) {
        return List.of(
                info.load(),
                info.cluster().context() + " " + info.cluster().kubernetes(),
                info.host().cores() + " cores",
                info.slipway());
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
        var folder = ComparisonFolder.create(where.runs());
        var text = folder.write(comparison, setting);
        if (json) {
            out.print(text);
        } else {
            out.println();
            ComparisonText.tell(comparison, out);
            out.println("page  " + folder.page());
        }
        out.flush();
    }
}

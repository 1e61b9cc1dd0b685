package slipway.run;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway check RUN`.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Judge a stored run again; needs no cluster.")
final class CheckCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RUN",
            description = "A run's folder, or latest, or a scenario's name for its newest run.")
    private String run = "";

    @Mixin private RunsOption where = new RunsOption();

    @Option(names = "--json", description = "Print verdict.json.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var folder = RunFolder.find(where.runs(), run);
        var performance = Performance.judged(Scenarios.of(folder), folder);
        if (json) {
            out.println(performance.json());
        } else {
            Verdicts.tell(performance, out);
        }
        return performance.worst().exitCode();
    }
}

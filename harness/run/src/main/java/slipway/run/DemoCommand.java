package slipway.run;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import slipway.core.Verdict;

/// `slipway demo`.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "From nothing to a proven rolling update: up, the show-piece scenarios, reports.")
final class DemoCommand implements Callable<Integer> {
    /// An honest rollout, and its sabotaged twin: a judge that cannot say "violated" proves
    /// nothing.
    private static final List<String> SHOW_PIECES = List.of("rolling", "rolling-sabotaged");

    @Mixin private VenueOptions venues = new VenueOptions();
    @Mixin private RunsOption where = new RunsOption();
    @Spec private CommandSpec spec;

    /// The exit code is the honest scenarios' verdict; a twin that is not caught counts as a
    /// violation.
    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        venues.up(spec);
        int code = 0;
        try (var house = venues.open(where.runs(), spec)) {
            for (var scenario : Scenarios.select(SHOW_PIECES)) {
                var performance = house.perform(scenario);
                Verdicts.tell(performance, out);
                out.flush();
                code = Math.max(code, code(performance));
            }
        }
        out.println(
                code == 0
                        ? "\nThe rolling update held, and its sabotaged twin was caught. Look at both reports;"
                                + " then ./slipway down, or ./slipway list for more."
                        : "\nNot as it should be: see the claims above, and the reports.");
        return code;
    }

    private static int code(Performance performance) {
        if (performance.scenario().twin() == null) {
            return performance.worst().exitCode();
        }
        return switch (performance.worst()) {
            case Verdict.Violated _ -> 0;
            case Verdict.Holds _ -> 1;
            case Verdict.Undecided undecided -> undecided.exitCode();
        };
    }
}

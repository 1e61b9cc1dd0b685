package slipway.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    @Mixin private VenueOptions venues = new VenueOptions();
    @Mixin private RunsOption where = new RunsOption();
    @Spec private CommandSpec spec;

    /// The exit code is the honest scenarios' verdict; a twin that is not caught counts as a
    /// violation.
    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        venues.up(spec);
        var outcomes = new ArrayList<Verdict>();
        try (var house = venues.open(where.runs(), spec)) {
            for (var scenario : Scenarios.demonstration()) {
                var performance = house.perform(scenario);
                Verdicts.tell(performance, out);
                out.flush();
                outcomes.add(outcome(performance));
            }
        }
        int code = Verdict.worst(outcomes).exitCode();
        out.println(
                code == 0
                        ? "\nThe rolling update held, and its sabotaged twin was caught. Look at both reports;"
                                + " then ./slipway down, or ./slipway list for more."
                        : "\nNot as it should be: see the claims above, and the reports.");
        return code;
    }

    /// What a performance says of the demonstration: that of a twin holds where the twin is caught.
    private static Verdict outcome(Performance performance) {
        var scenario = performance.scenario();
        var worst = performance.worst();
        if (scenario.twin() == null || worst instanceof Verdict.Undecided) {
            return worst;
        }
        var claim = scenario.name() + " is caught";
        return scenario.caught(performance.verdicts())
                ? new Verdict.Holds(claim, Map.of())
                : new Verdict.Violated(
                        claim, "not violated: " + scenario.twin().claim(), List.of(), Map.of());
    }
}

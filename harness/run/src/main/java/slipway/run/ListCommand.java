package slipway.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slipway.core.Checker;
import slipway.core.Scenario;

/// `slipway list`.
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "The scenarios: name, family, disturbance, claims.")
final class ListCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.pretty(Scenarios.all().stream().map(ListCommand::plain).toList()));
            return 0;
        }
        for (var scenario : Scenarios.all()) {
            out.printf(
                    "%-40s %-8s %s%s%n",
                    scenario.name(),
                    scenario.family(),
                    scenario.disturbance().description(),
                    scenario.twin() == null
                            ? ""
                            : " (the sabotaged twin of "
                                    + scenario.twin().of()
                                    + ": must be violated)");
            scenario.checkers().forEach(c -> out.printf("    - %s%n", c.claim()));
        }
        var faults =
                ImpossibleFaults.here(new Berth(Slipway.checkout(), spec.commandLine().getErr()));
        out.println();
        out.println("Faults of the family chaos, on the cluster of this host:");
        faults.map(ImpossibleFaults::lines)
                .orElse(List.of(ImpossibleFaults.ASK))
                .forEach(line -> out.println(" - " + line));
        out.println();
        out.println("Faults that no cluster is given:");
        ImpossibleFaults.lines(ImpossibleFaults.NOWHERE).forEach(line -> out.println(" - " + line));
        return 0;
    }

    private static Map<String, Object> plain(Scenario scenario) {
        var plain = new LinkedHashMap<String, Object>();
        plain.put("name", scenario.name());
        plain.put("family", scenario.family());
        plain.put("twin", scenario.twin() == null ? null : scenario.twin().of());
        plain.put("disturbance", scenario.disturbance().description());
        plain.put("claims", scenario.checkers().stream().map(Checker::claim).toList());
        return plain;
    }
}

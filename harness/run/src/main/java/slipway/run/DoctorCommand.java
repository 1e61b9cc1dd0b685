package slipway.run;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `slipway doctor`.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "What this host lacks, and the mend; changes nothing.")
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var berth = new Berth(Slipway.checkout(), spec.commandLine().getErr());
        var cluster = berth.cluster();
        var host = Doctoring.examine(cluster.settings(), cluster.status());
        var faults = ImpossibleFaults.here(berth).map(ImpossibleFaults::finding);
        var report =
                host.and(faults.orElseGet(ImpossibleFaults::unknown))
                        .and(ImpossibleFaults.nowhere());
        var out = spec.commandLine().getOut();
        out.println(json ? Json.pretty(report.data()) : report.table(Doctoring.colours()));
        return report.preventsUp() ? Slipway.BAD_ARGUMENTS : 0;
    }
}

package slipway.run;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slipway.cluster.LocalCluster;

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
        var cluster = LocalCluster.of(Slipway.checkout(), System.getenv(), System.err);
        var report = Doctoring.examine(cluster.settings(), cluster.status());
        var out = spec.commandLine().getOut();
        out.println(json ? Json.pretty(report.data()) : report.table(Doctoring.colours()));
        return report.preventsUp() ? Slipway.BAD_ARGUMENTS : 0;
    }
}

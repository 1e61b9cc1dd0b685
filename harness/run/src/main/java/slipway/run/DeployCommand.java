package slipway.run;

import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slipway.cluster.SuiteImages;
import slipway.core.InvalidSpec;

/// `slipway deploy`.
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        description = {
            "A service as you have just changed it, rolled out on the running suite.",
            "",
            "Its cache is not trained: it is there in half the time, and its pods start two seconds"
                    + " later. Scenarios build and bring their own versions; 'slipway up' puts the"
                    + " trained one back."
        })
final class DeployCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "SERVICE",
            description = "One of ${COMPLETION-CANDIDATES}.",
            completionCandidates = Services.class)
    private List<String> services = List.of();

    @Spec private CommandSpec spec;

    /// What can be named.
    static final class Services implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return SuiteImages.SERVICES.iterator();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        for (var service : services) {
            if (!SuiteImages.SERVICES.contains(service)) {
                throw new InvalidSpec(
                        "there is no service %s; there are: %s"
                                .formatted(service, String.join(", ", SuiteImages.SERVICES)));
            }
        }
        new Berth(Slipway.checkout(), spec.commandLine().getErr()).deploy(new TreeSet<>(services));
        return 0;
    }
}

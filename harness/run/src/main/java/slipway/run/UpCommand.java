package slipway.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slipway.core.InvalidSpec;

/// `slipway up`.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Cluster, images, suite: ready. Again after a change: what changed is rolled out.")
final class UpCommand implements Callable<Integer> {
    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description =
                    "Take all from this file (slipway bundle save), and nothing from a network.")
    private @Nullable Path bundle;

    @Option(
            names = "--overlay",
            paramLabel = "NAME",
            description =
                    "Make the suite of this folder of k8s/overlays (local); it stays what it is until slipway down.")
    private @Nullable String overlay;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (bundle != null && !Files.isRegularFile(bundle)) {
            throw new InvalidSpec(
                    "there is no bundle %s; make one where there is a network: slipway bundle save FILE"
                            .formatted(bundle));
        }
        var berth = new Berth(Slipway.checkout(), spec.commandLine().getErr());
        var access = berth.up(Optional.ofNullable(bundle), Optional.ofNullable(overlay));
        spec.commandLine()
                .getOut()
                .printf(
                        "The suite is up.%n  %s/version answers%n  kubectl --kubeconfig %s get pods -n %s%n",
                        access.gateway(), access.kubeconfig(), Berth.NAMESPACE);
        return 0;
    }
}

package slipway.run;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import slipway.cluster.LocalCluster;

/// `slipway down`.
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description =
                "The cluster with all that is on it: gone. What was built stays in the cache.")
final class DownCommand implements Callable<Integer> {
    @Override
    public Integer call() throws InterruptedException {
        LocalCluster.of(Slipway.checkout(), System.getenv(), System.err).down();
        return 0;
    }
}

package slipway.kube;

import slipway.core.InvalidSpec;
import slipway.core.RunFailed;

/// Runs commands on the nodes, for what no API server does to a pod.
@FunctionalInterface
public interface NodeShell {
    /// Of a cluster that somebody else has made.
    NodeShell NONE =
            (node, _) -> {
                throw new InvalidSpec(
                        "the node %s cannot be reached: that takes a cluster that ./slipway up has made on this host"
                                .formatted(node));
            };

    /// @return what it printed
    /// @throws RunFailed where it failed, with what it said
    String run(String node, String... command) throws InterruptedException;
}

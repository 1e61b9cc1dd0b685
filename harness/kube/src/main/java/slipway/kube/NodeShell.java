package slipway.kube;

import slipway.core.RunFailed;

/// Runs commands on the nodes, for what no API server does to a pod.
@FunctionalInterface
public interface NodeShell {
    /// @return what it printed
    /// @throws RunFailed where it failed, with what it said
    String run(String node, String... command) throws InterruptedException;
}

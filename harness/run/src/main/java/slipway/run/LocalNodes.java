package slipway.run;

import slipway.cluster.ClusterFailure;
import slipway.cluster.LocalCluster;
import slipway.cluster.Together;
import slipway.core.RunFailed;
import slipway.kube.NodeHost;

/// The nodes of this host's cluster: containers of its engine.
record LocalNodes(LocalCluster cluster) implements NodeHost {
    @FunctionalInterface
    private interface Command<T> {
        T run() throws InterruptedException;
    }

    @Override
    public String run(String node, String... command) throws InterruptedException {
        return told(() -> cluster.onNode(node, command));
    }

    @Override
    public void freeze(String node) throws InterruptedException {
        done(() -> cluster.freeze(node));
    }

    @Override
    public void thaw(String node) throws InterruptedException {
        done(() -> cluster.thaw(node));
    }

    @Override
    public boolean frozen(String node) throws InterruptedException {
        return told(() -> cluster.frozen(node));
    }

    @Override
    public void crash(String node) throws InterruptedException {
        done(() -> cluster.crash(node));
    }

    @Override
    public void start(String node) throws InterruptedException {
        done(() -> cluster.start(node));
    }

    @Override
    public boolean running(String node) throws InterruptedException {
        return told(() -> cluster.running(node));
    }

    private static void done(Together.Task deed) throws InterruptedException {
        told(
                () -> {
                    deed.run();
                    return deed;
                });
    }

    /// A node that does not do as it is told is the run's failure, not that of `up`.
    private static <T> T told(Command<T> command) throws InterruptedException {
        try {
            return command.run();
        } catch (ClusterFailure e) {
            throw new RunFailed(String.valueOf(e.getMessage()), e);
        }
    }
}

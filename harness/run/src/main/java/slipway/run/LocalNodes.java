package slipway.run;

import slipway.cluster.LocalCluster;
import slipway.kube.NodeHost;

/// The nodes of this host's cluster: containers of its engine.
record LocalNodes(LocalCluster cluster) implements NodeHost {
    @Override
    public String run(String node, String... command) throws InterruptedException {
        return cluster.onNode(node, command);
    }

    @Override
    public void freeze(String node) throws InterruptedException {
        cluster.freeze(node);
    }

    @Override
    public void thaw(String node) throws InterruptedException {
        cluster.thaw(node);
    }

    @Override
    public boolean frozen(String node) throws InterruptedException {
        return cluster.frozen(node);
    }
}

package slipway.kube;

import slipway.core.InvalidSpec;

/// What carries the nodes: it can do to them what no API server does.
public interface NodeHost extends NodeShell {
    /// All that runs on the node stands still.
    void freeze(String node) throws InterruptedException;

    /// It runs again. Done twice, it is as if done once.
    void thaw(String node) throws InterruptedException;

    boolean frozen(String node) throws InterruptedException;

    /// All that runs on the node ends at once.
    void crash(String node) throws InterruptedException;

    /// It starts anew, and everybody learns the address that it has then. Done twice, it is as if
    /// done once.
    void start(String node) throws InterruptedException;

    boolean running(String node) throws InterruptedException;

    /// Of a cluster that somebody else has made.
    NodeHost NONE =
            new NodeHost() {
                @Override
                public void freeze(String node) {
                    throw unreachable(node);
                }

                @Override
                public void thaw(String node) {
                    throw unreachable(node);
                }

                @Override
                public boolean frozen(String node) {
                    throw unreachable(node);
                }

                @Override
                public void crash(String node) {
                    throw unreachable(node);
                }

                @Override
                public void start(String node) {
                    throw unreachable(node);
                }

                @Override
                public boolean running(String node) {
                    throw unreachable(node);
                }

                @Override
                public String run(String node, String... command) {
                    throw unreachable(node);
                }

                private InvalidSpec unreachable(String node) {
                    return new InvalidSpec(
                            "the node %s cannot be reached: that takes a cluster that ./slipway up has made on this host"
                                    .formatted(node));
                }
            };
}

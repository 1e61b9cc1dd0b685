package slipway.cluster;

import java.util.List;

/// Who lives on a cluster and moves in while its add-ons still start: each of them waits for time,
/// not for the other.
public interface Tenant {
    /// Nobody: a bare cluster.
    Tenant NOBODY =
            new Tenant() {
                @Override
                public List<String> images(GivenImages given) {
                    return List.of();
                }

                @Override
                public void moveIn(Access access, Gate pods) {}
            };

    /// The images that it needs on every node, in the engine's store; makes those that are neither
    /// there nor given.
    List<String> images(GivenImages given) throws InterruptedException;

    /// Moves in. The API server answers, and the nodes have the images.
    ///
    /// @param pods opens when pods can start on every node, so that they will be spread
    void moveIn(Access access, Gate pods) throws InterruptedException;

    /// What somebody has to wait for.
    @FunctionalInterface
    interface Gate {
        /// Is there already.
        Gate OPEN = () -> {};

        void await() throws InterruptedException;
    }
}

package slipway.sim;

import slipway.core.Image;

/// One pod: its place in life, and the requests that it has in hand.
final class SimPod {
    enum Life {
        STARTING,
        READY,
        DRAINING,
        GONE
    }

    final String name;
    final String node;
    final Image image;
    Life life = Life.STARTING;

    SimPod(String name, String node, Image image) {
        this.name = name;
        this.node = node;
        this.image = image;
    }

    /// Whether it answers a request that reaches it: while it drains it still does.
    boolean serves() {
        return life == Life.READY || life == Life.DRAINING;
    }

    /// The sabotaged twin is a build without drain, as in `services/`.
    boolean drains() {
        return !image.version().contains("drainless");
    }
}

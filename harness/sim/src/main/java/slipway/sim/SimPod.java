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
    long readySince = Long.MIN_VALUE / 2;

    SimPod(String name, String node, Image image) {
        this.name = name;
        this.node = node;
        this.image = image;
    }

    /// Whether it answers a request that reaches it: while it drains it still does.
    boolean serves() {
        return life == Life.READY || life == Life.DRAINING;
    }

    boolean ready() {
        return life == Life.READY;
    }

    /// Whether it is not being deleted.
    boolean stays() {
        return life == Life.STARTING || life == Life.READY;
    }

    /// Whether this bug was planted in its version, as in `services/planted`.
    boolean has(String bug) {
        return image.version().endsWith("-" + bug);
    }

    /// The sabotaged twin is a build without drain, as in `services/`.
    boolean drains() {
        return !has("drainless");
    }
}

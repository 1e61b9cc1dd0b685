package slipway.core;

/// How a client reaches the service. Kept connections stay with a pod for long and so hide, or
/// show, other failures than fresh ones (argo-rollouts and its like are measured wrong by one kind
/// alone).
public enum Connection {
    /// Opened for one request, then closed.
    FRESH,
    /// Taken from a pool of connections that were used before.
    KEPT
}

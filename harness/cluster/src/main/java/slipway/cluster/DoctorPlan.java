package slipway.cluster;

import java.nio.file.Path;

/// What the coming `up` means to do, as far as it changes what the host must have.
///
/// @param checkout the folder with `k8s/`
/// @param cache where everything that is built outside the checkout lies
/// @param port the gateway's port on 127.0.0.1
/// @param clusterUp whether the cluster stands already, so that its port and memory are its own
public record DoctorPlan(Path checkout, Path cache, int port, Nodes nodes, boolean clusterUp) {
    /// Where the node image comes from.
    public enum Nodes {
        /// In the cache, or in a bundle at hand.
        CACHED,
        /// Pulled as published.
        PUBLISHED,
        /// Built from package registries: takes a Go toolchain and more disk.
        BUILT,
        /// Not decided yet: what the build needs is asked for, but its lack stops nothing.
        UNDECIDED
    }

    boolean mayBuild() {
        return !clusterUp && (nodes == Nodes.BUILT || nodes == Nodes.UNDECIDED);
    }
}

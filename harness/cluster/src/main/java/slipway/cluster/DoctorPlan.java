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
        /// From nowhere any more: the nodes are there.
        CACHED,
        /// A bundle, which brings the suite as well: nothing is built.
        BUNDLED,
        /// Pulled as published or built from package registries. Which of them is decided by what
        /// answers; both take a Go toolchain, the build more disk.
        UNDECIDED
    }

    /// What `up` is about to do, with a bundle or without.
    public static DoctorPlan of(Settings settings, Status status, boolean bundle) {
        var nodes =
                bundle
                        ? Nodes.BUNDLED
                        : status instanceof Status.Up ? Nodes.CACHED : Nodes.UNDECIDED;
        return new DoctorPlan(
                settings.checkout(),
                settings.cache(),
                settings.port(),
                nodes,
                !(status instanceof Status.Absent));
    }
}

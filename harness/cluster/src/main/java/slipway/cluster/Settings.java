package slipway.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Which cluster, and where its things are kept.
///
/// @param checkout the root of the checkout, whose `k8s/cluster` says what the cluster is made of
/// @param cache everything that is built and downloaded; safe to delete while no cluster is up
/// @param name kind's name of the cluster; the kube context is `kind-` and this
/// @param port the loopback port of the Gateway
/// @param source which of the two sources of the node image is asked for; empty: whichever is
///   reachable
public record Settings(
        Path checkout, Path cache, String name, int port, Optional<NodeSource.Choice> source) {
    public Settings {
        if (!name.matches("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?")) {
            throw new ClusterFailure(
                    "SLIPWAY_NAME has to be lower-case letters, digits and dashes, at most 32, but is '"
                            + name
                            + "'");
        }
        if (port < 1 || port > 65535) {
            throw new ClusterFailure("SLIPWAY_PORT has to be from 1 to 65535, but is " + port);
        }
    }

    /// Read from `SLIPWAY_CACHE`, `SLIPWAY_NAME`, `SLIPWAY_PORT` and `SLIPWAY_SOURCE`, each with
    /// its default: the port's is that of the cluster that is there.
    public static Settings of(Path checkout, Map<String, String> env) {
        var name = env.getOrDefault("SLIPWAY_NAME", "slipway");
        var cache = cache(env);
        return new Settings(
                checkout.toAbsolutePath().normalize(),
                cache,
                name,
                Optional.ofNullable(env.get("SLIPWAY_PORT"))
                        .map(Settings::port)
                        .orElseGet(() -> portOf(mark(cache, name))),
                Optional.ofNullable(env.get("SLIPWAY_SOURCE")).map(NodeSource.Choice::parse));
    }

    static Path cache(Map<String, String> env) {
        var told = env.get("SLIPWAY_CACHE");
        if (told != null && !told.isBlank()) {
            return Path.of(told).toAbsolutePath();
        }
        var xdg = env.get("XDG_CACHE_HOME");
        var base =
                xdg != null && !xdg.isBlank()
                        ? Path.of(xdg)
                        : Path.of(
                                env.getOrDefault("HOME", System.getProperty("user.home")),
                                ".cache");
        return base.resolve("slipway").toAbsolutePath();
    }

    private static int portOf(Path mark) {
        return Mark.read(mark).map(Mark::port).orElse(OptionalInt.empty()).orElse(8080);
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new ClusterFailure("SLIPWAY_PORT has to be a number, but is '" + text + "'", e);
        }
    }

    /// What the cluster is made of.
    Path recipe() {
        return checkout.resolve("k8s/cluster");
    }

    /// One kubeconfig a cluster; the default one has the plain name, for people to type.
    public Path kubeconfig() {
        return cache.resolve(name.equals("slipway") ? "kubeconfig" : "kubeconfig-" + name);
    }

    public String context() {
        return "kind-" + name;
    }

    public Access access() {
        return new Access(kubeconfig(), context(), URI.create("http://127.0.0.1:" + port));
    }

    /// Our kubectl, of the cluster's own version; there once `up` has begun.
    public Path kubectl() {
        return cache.resolve("bin/kubectl");
    }

    Path logs() {
        return cache.resolve("logs");
    }

    /// A folder of the host that every node sees as `/slipway`: images reach the nodes through it,
    /// several times faster than through the engine's pipe.
    Path share() {
        return cache.resolve("share").resolve(name);
    }

    /// What Cilium's agents compiled on this host, for those of later clusters.
    Path programs() {
        return cache.resolve("bpf");
    }

    /// Written when a cluster stands, with what it was made from: without it a cluster is half
    /// made.
    Path mark() {
        return mark(cache, name);
    }

    private static Path mark(Path cache, String name) {
        return cache.resolve("cluster-" + name);
    }

    /// The overlay that the cluster's suite is of, where it is not the usual one.
    Path overlay() {
        return cache.resolve("overlay-" + name);
    }

    /// What the bundle brought that the cluster's suite came from, see [GivenImages#kept].
    Path given() {
        return cache.resolve("given-" + name);
    }
}

package slipway.cluster;

import java.util.Optional;

/// Chooses between the sources of the node image.
final class Sources {
    private Sources() {}

    /// Asks whatever may be asked of the outside.
    @FunctionalInterface
    interface Probe {
        /// Why the published images cannot be had; empty when they can.
        Optional<String> unreachable() throws InterruptedException;
    }

    /// An explicit wish is obeyed; what has been built here before is kept to; else what is
    /// reachable decides.
    static NodeSource.Chosen choose(
            Optional<NodeSource.Choice> wish, boolean builtBefore, Probe published)
            throws InterruptedException {
        if (wish.isPresent()) {
            return new NodeSource.Chosen(wish.get(), "SLIPWAY_SOURCE asks for it");
        }
        if (builtBefore) {
            return new NodeSource.Chosen(
                    NodeSource.Choice.REGISTRIES, "it has been built here before");
        }
        var unreachable = published.unreachable();
        return unreachable.isEmpty()
                ? new NodeSource.Chosen(
                        NodeSource.Choice.PUBLISHED, "the registry of kind's images answers")
                : new NodeSource.Chosen(
                        NodeSource.Choice.REGISTRIES,
                        "the published images cannot be had: " + unreachable.get());
    }

    static String announce(NodeSource.Chosen chosen) {
        return "node image: %s (%s)"
                .formatted(
                        switch (chosen.choice()) {
                            case PUBLISHED -> "published images";
                            case REGISTRIES -> "built here from package registries";
                        },
                        chosen.why());
    }
}

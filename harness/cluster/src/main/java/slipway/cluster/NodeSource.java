package slipway.cluster;

import java.util.Locale;

/// Where the node image and the add-ons come from.
interface NodeSource {
    /// Fetches or builds; quick when it was done before.
    Material get(Engine engine) throws InterruptedException;

    /// The two that a user can ask for by `SLIPWAY_SOURCE`; a bundle is asked for by `--bundle`.
    enum Choice {
        /// kind's published node image and the add-ons' own published images.
        PUBLISHED,
        /// Everything built here, from package registries alone.
        REGISTRIES;

        static Choice parse(String text) {
            for (var choice : values()) {
                if (choice.word().equals(text.strip())) {
                    return choice;
                }
            }
            throw new ClusterFailure(
                    "SLIPWAY_SOURCE has to be 'published' or 'registries', but is '" + text + "'");
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A choice and its reason, to be announced: there is no silent way from one source to another.
    record Chosen(Choice choice, String why) {}
}

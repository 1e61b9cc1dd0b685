package slipway.core;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which versions of a workload answer its clients from outside, and in which shares. A version
/// with the share 0 answers only those who name it in the header [#VERSION_HEADER].
///
/// @param weights shares in percent by the version of the image (`v2-0a1b2c3d`); they add up to 100
public record Route(Map<String, Integer> weights) {
    /// A request that bears it is answered by the version that it names, whatever the shares.
    public static final String VERSION_HEADER = "Slipway-Version";

    public Route {
        weights = Map.copyOf(weights);
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        if (sum != 100 || weights.values().stream().anyMatch(w -> w < 0)) {
            throw new InvalidSpec(
                    "shares are percentages that add up to 100, not " + new TreeMap<>(weights));
        }
    }

    /// All to one version.
    public static Route only(Image image) {
        return new Route(Map.of(image.version(), 100));
    }

    /// So many percent to the next version, the rest to the one of before.
    public static Route split(Image before, Image next, int percent) {
        return new Route(Map.of(before.version(), 100 - percent, next.version(), percent));
    }

    /// In the order of the versions.
    public SortedMap<String, Integer> inOrder() {
        return new TreeMap<>(weights);
    }

    @Override
    public String toString() {
        return inOrder().toString();
    }
}

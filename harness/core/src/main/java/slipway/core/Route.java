package slipway.core;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which versions of a workload answer its clients from outside, and in which shares. A version
/// with the share 0 answers only those who name it in the header [#VERSION_HEADER], and its groups.
///
/// @param weights shares in percent by the version of the image (`v2-0a1b2c3d`), or of its
///   [Baseline], that of before first; they add up to 100
/// @param groups versions by the groups that they answer, whatever the shares
/// @param mirror the version that is sent a copy of each read that is shared out; its answers reach
///   nobody
public record Route(
        Map<String, Integer> weights, Map<Group, String> groups, Optional<String> mirror) {
    /// A request that bears it is answered by the version that it names, whatever the shares.
    public static final String VERSION_HEADER = "Slipway-Version";

    /// How long a gateway that has taken a route may go on as before: several times what one takes
    /// on two busy cores.
    public static final Duration PROPAGATION = Duration.ofSeconds(2);

    public Route {
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        groups = Map.copyOf(groups);
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        if (sum != 100 || weights.values().stream().anyMatch(w -> w < 0)) {
            throw new InvalidSpec(
                    "shares are percentages that add up to 100, not " + new TreeMap<>(weights));
        }
        if (!weights.keySet().containsAll(groups.values())
                || !weights.keySet().containsAll(mirror.stream().toList())) {
            throw new InvalidSpec(
                    "whoever answers a group or gets copies needs a share, be it 0; shares have "
                            + new TreeMap<>(weights));
        }
    }

    /// All to one version.
    public static Route only(Image image) {
        return new Route(Map.of(image.version(), 100), Map.of(), Optional.empty());
    }

    /// So many percent to the next version, the rest to the one of before.
    public static Route split(Image before, Image next, int percent) {
        var weights = new LinkedHashMap<String, Integer>();
        weights.put(before.version(), 100 - percent);
        weights.put(next.version(), percent);
        return new Route(weights, Map.of(), Optional.empty());
    }

    /// So many percent to the next version, as many to the baseline of the one before, the rest to
    /// its other pods.
    ///
    /// @throws InvalidSpec for more than 50
    public static Route compare(Image before, Image next, int percent) {
        var weights = new LinkedHashMap<String, Integer>();
        weights.put(before.version(), 100 - 2 * percent);
        weights.put(Baseline.version(before.version()), percent);
        weights.put(next.version(), percent);
        return new Route(weights, Map.of(), Optional.empty());
    }

    /// The same, with a group that a version answers.
    public Route sending(Group group, Image to) {
        return new Route(weights, Map.of(group, to.version()), mirror);
    }

    /// The same, with copies of the reads for a version.
    public Route mirroring(Image to) {
        return new Route(weights, groups, Optional.of(to.version()));
    }

    /// In the order of the versions.
    public SortedMap<String, Integer> inOrder() {
        return new TreeMap<>(weights);
    }

    /// The version with the largest share, its baseline's included; of equal ones that of before.
    public String leader() {
        var shares = new LinkedHashMap<String, Integer>();
        weights.forEach(
                (version, share) -> shares.merge(Baseline.image(version), share, Integer::sum));
        return shares.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    @Override
    public String toString() {
        return inOrder().toString();
    }
}

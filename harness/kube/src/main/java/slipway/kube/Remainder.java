package slipway.kube;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is on the cluster, as far as a run has to leave it as found: the objects of the namespace
/// that nobody else owns, whether nodes take pods, and what faults leave on them.
///
/// @param things by name (`Deployment api`, `Node worker`), what matters of each: fields of its
///   spec, our own labels and annotations, and their values, or the hash of a value that is long or
///   secret
/// @param unseen kinds that could not be listed, and why
public record Remainder(SortedMap<String, SortedMap<String, String>> things, List<String> unseen) {
    /// Longer values are known by their hash.
    private static final int SHORT = 40;

    public Remainder {
        var copy = new TreeMap<String, SortedMap<String, String>>();
        things.forEach((name, fields) -> copy.put(name, new TreeMap<>(fields)));
        things = copy;
        unseen = List.copyOf(unseen);
    }

    /// What differs between two times.
    ///
    /// @param remainder one line a thing; empty: as found
    /// @param unseen what could not be compared, and why
    public record Differences(List<String> remainder, List<String> unseen) {}

    /// What is there now.
    ///
    /// @throws slipway.core.RunFailed when the API server does not answer
    public static Remainder of(KubeCluster cluster) throws InterruptedException {
        return new Inventory(cluster.api(), cluster.nodes()).take();
    }

    /// What differs from `before`: `left behind: NetworkPolicy cut`, `missing: Service api`,
    /// `changed: Deployment api spec.replicas: 4, now 3`.
    public Differences differencesFrom(Remainder before) {
        var names = new TreeSet<>(before.things.keySet());
        names.addAll(things.keySet());
        var differences = new ArrayList<String>();
        for (var name : names) {
            var was = before.things.get(name);
            var is = things.get(name);
            if (was == null) {
                differences.add("left behind: " + name);
            } else if (is == null) {
                differences.add("missing: " + name);
            } else {
                compare(name, was, is, differences);
            }
        }
        var blind = new TreeSet<>(before.unseen);
        blind.addAll(unseen);
        return new Differences(List.copyOf(differences), List.copyOf(blind));
    }

    private static void compare(
            String name,
            Map<String, String> was,
            Map<String, String> is,
            List<String> differences) {
        var fields = new TreeSet<>(was.keySet());
        fields.addAll(is.keySet());
        for (var field : fields) {
            var old = was.getOrDefault(field, "unset");
            var now = is.getOrDefault(field, "unset");
            if (!Objects.equals(old, now)) {
                differences.add("changed: " + name + " " + field + ": " + old + ", now " + now);
            }
        }
    }

    /// A value as it is kept: itself where it is short and no secret, else its hash.
    static String kept(String value, boolean secret) {
        return !secret && value.length() <= SHORT ? value : hash(value);
    }

    private static String hash(String value) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(value.getBytes(StandardCharsets.UTF_8));
            // 32 bits tell two values of one field apart.
            return "#" + HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

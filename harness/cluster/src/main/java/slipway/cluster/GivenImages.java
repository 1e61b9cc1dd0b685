package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/// Images of the suite that need not be built, since a bundle brought them: their names cannot be
/// worked out without what they are built from, so the bundle tells them.
///
/// @param versions by a version's label, such as `v2-drainless`, and then by service, the reference
public record GivenImages(Map<String, Map<String, String>> versions) {
    public static final GivenImages NONE = new GivenImages(Map.of());

    /// How a property of such an image begins; the label follows, then the service.
    private static final String PREFIX = "suite.";

    public GivenImages {
        var copy = new TreeMap<String, Map<String, String>>();
        versions.forEach((label, images) -> copy.put(label, Map.copyOf(images)));
        versions = Map.copyOf(copy);
    }

    /// These and some more of one version.
    public GivenImages and(String label, Map<String, String> references) {
        var all = new TreeMap<>(versions);
        var version = new TreeMap<>(all.getOrDefault(label, Map.of()));
        version.putAll(references);
        all.put(label, version);
        return new GivenImages(all);
    }

    /// The references of some services in one version; empty unless every one of them was given.
    public Optional<Map<String, String>> of(String label, Collection<String> services) {
        var references = new TreeMap<>(versions.getOrDefault(label, Map.of()));
        references.keySet().retainAll(services);
        return references.size() == services.size() ? Optional.of(references) : Optional.empty();
    }

    /// Every reference, once.
    List<String> references() {
        return versions.values().stream()
                .flatMap(version -> version.values().stream())
                .distinct()
                .sorted()
                .toList();
    }

    void into(Properties properties) {
        versions.forEach(
                (label, images) ->
                        images.forEach(
                                (service, reference) ->
                                        properties.setProperty(
                                                PREFIX + label + "." + service, reference)));
    }

    static GivenImages of(Properties properties) {
        var given = NONE;
        for (var name : properties.stringPropertyNames()) {
            var dot = name.lastIndexOf('.');
            if (name.startsWith(PREFIX) && dot > PREFIX.length()) {
                given =
                        given.and(
                                name.substring(PREFIX.length(), dot),
                                Map.of(name.substring(dot + 1), properties.getProperty(name)));
            }
        }
        return given;
    }

    /// Keeps them in a file for the commands to come; nothing given, no file.
    void keep(Path file) throws IOException {
        if (versions.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        var properties = new Properties();
        into(properties);
        var next = file.resolveSibling(file.getFileName() + ".next");
        try (var out = Files.newBufferedWriter(next)) {
            properties.store(out, "Images of the suite that a bundle brought");
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static GivenImages kept(Path file) throws IOException {
        if (!Files.exists(file)) {
            return NONE;
        }
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return of(properties);
    }
}

package slipway.cluster;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Brings images onto every node of the cluster.
record Nodes(Settings settings, Engine engine) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// Loads images of the engine's store. Tags are taken as immutable: what every node has by name
    /// is not sent again.
    void load(List<String> images) throws IOException, InterruptedException {
        var there = everywhere();
        var missing = images.stream().filter(image -> !there.contains(image)).distinct().toList();
        if (missing.isEmpty()) {
            return;
        }
        Files.createDirectories(settings.share());
        var work = Files.createTempDirectory(settings.share(), "images-");
        try {
            if (engine.podman()) {
                for (var image : missing) {
                    take(without(there, image, work));
                }
            } else {
                var archive = work.resolve("images.tar");
                engine.save(missing, archive).run();
                take(archive);
            }
        } finally {
            Steps.remove(work);
        }
    }

    /// The image without the layers that every node has: of a changed line all but a megabyte.
    /// containerd finds what an archive lacks among what it has.
    private Path without(Set<String> there, String image, Path work)
            throws IOException, InterruptedException {
        var layout = work.resolve("layout");
        var archive = work.resolve("image.tar");
        Steps.remove(layout);
        engine.saveLayout(image, layout).run();
        try (var blobs = Files.list(layout.resolve("blobs/sha256"))) {
            for (var blob : blobs.toList()) {
                if (there.contains("sha256:" + blob.getFileName())) {
                    Files.delete(blob);
                }
            }
        }
        Command.of("tar", "-C", layout.toString(), "-cf", archive.toString(), ".").run();
        return archive;
    }

    /// What all nodes have: containerd's images by name, and its content by digest.
    private Set<String> everywhere() throws InterruptedException {
        var all = ConcurrentHashMap.<Set<String>>newKeySet();
        Together.forEach(names(), node -> all.add(on(node)));
        return all.stream()
                .reduce(
                        (one, other) -> {
                            var both = new HashSet<>(one);
                            both.retainAll(other);
                            return both;
                        })
                .orElseThrow();
    }

    private Set<String> on(String node) throws InterruptedException {
        var ask = "ctr -n k8s.io images ls -q && ctr -n k8s.io content ls -q";
        return engine.command("exec", node, "sh", "-c", ask).run().lines().collect(toSet());
    }

    /// All nodes read the one archive, through the folder that they share with the host. Each
    /// unpacks later what it runs.
    private void take(Path archive) throws InterruptedException {
        var inside = "/slipway/" + settings.share().relativize(archive);
        Together.forEach(
                names(),
                node ->
                        engine.command("exec", node, "ctr", "-n", "k8s.io")
                                .and("images", "import", "--local", "--no-unpack", inside)
                                .within(PATIENCE)
                                .logging(settings.logs().resolve("load.log"))
                                .run());
    }

    private List<String> names() throws InterruptedException {
        var names = engine.nodes(settings.name()).stream().map(Engine.Container::name).toList();
        if (names.isEmpty()) {
            throw new ClusterFailure(
                    "there is no cluster %s to load images into; run slipway up"
                            .formatted(settings.name()));
        }
        return names;
    }
}

package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Brings images onto every node of the cluster.
record Nodes(Settings settings, Engine engine) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// Loads images of the engine's store. Tags are taken as immutable: what every node has by name
    /// is not sent again.
    void load(List<String> images) throws IOException, InterruptedException {
        var missing = missing(images);
        if (missing.isEmpty()) {
            return;
        }
        Files.createDirectories(settings.share());
        var archive = Files.createTempFile(settings.share(), "images-", ".tar");
        try {
            Files.delete(archive); // docker and podman want to make it themselves
            engine.save(missing, archive).run();
            take(archive);
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private List<String> missing(List<String> images) throws InterruptedException {
        var everywhere = ConcurrentHashMap.<String>newKeySet();
        everywhere.addAll(images);
        Together.run(
                names().stream()
                        .<Together.Task>map(node -> () -> everywhere.retainAll(names(node)))
                        .toList());
        return images.stream().filter(image -> !everywhere.contains(image)).distinct().toList();
    }

    private Set<String> names(String node) throws InterruptedException {
        return new TreeSet<>(
                engine.command("exec", node, "ctr", "-n", "k8s.io", "images", "ls", "-q")
                        .run()
                        .lines()
                        .toList());
    }

    /// All nodes read the one archive, through the folder that they share with the host. Each
    /// unpacks later what it runs.
    private void take(Path archive) throws InterruptedException {
        var inside = "/slipway/" + archive.getFileName();
        Together.run(
                names().stream()
                        .<Together.Task>map(
                                node ->
                                        () ->
                                                engine.command("exec", node, "ctr", "-n", "k8s.io")
                                                        .and("images", "import", "--local")
                                                        .and("--no-unpack", inside)
                                                        .within(PATIENCE)
                                                        .logging(
                                                                settings.logs().resolve("load.log"))
                                                        .run())
                        .toList());
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

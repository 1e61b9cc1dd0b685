package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The node image of a cluster that is to be made, with a tenant's images inside and all of them
/// unpacked: what three nodes would each write while the suite starts, they read from here
/// (docs/decisions/0015).
///
/// Kept in the engine under the key of what it is made of, so that the next cluster of the same
/// finds it.
record NodeWithImages(Settings settings, Engine engine, Progress progress) {
    private static final String NAME = Registries.NODE_IMAGE + "-with-images";

    /// kind's own, which a commit would replace with the script's.
    private static final String ENTRYPOINT =
            "ENTRYPOINT [\"/usr/local/bin/entrypoint\", \"/sbin/init\"]";

    private static final Duration USUAL = Duration.ofSeconds(45);

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /// @param node a node image in the engine's store
    /// @param images in the engine's store, too; their tags are taken as immutable
    /// @return the node image that carries them, in the engine's store
    String of(String node, List<String> images) throws IOException, InterruptedException {
        if (images.isEmpty()) {
            return node;
        }
        var script = settings.recipe().resolve("node/with-images.sh");
        var name = NAME + ":" + Key.of(List.of(script), node, String.join(" ", images));
        if (!engine.hasImage(name)) {
            make(name, node, images, script);
        }
        return name;
    }

    private void make(String name, String node, List<String> images, Path script)
            throws IOException, InterruptedException {
        var folder = settings.cache().resolve("node-with-images");
        var container = settings.name() + "-node-with-images";
        Steps.remove(folder);
        Files.createDirectories(folder);
        engine.remove(container); // of one that was killed
        try (var part = progress.begin("node image with the suite", USUAL)) {
            var archive = folder.resolve("images.tar");
            engine.save(images, archive).run();
            run(
                    engine.command("run", "--name", container, "--privileged", "--network=none")
                            .and("-v", archive + ":/images.tar:ro", "-v", script + ":/script:ro")
                            .and("-v", "/volume", "--entrypoint", "sh", node, "/script"));
            run(
                    engine.command("commit", "--change", ENTRYPOINT, "--change", "CMD []")
                            .and(container, name));
            part.done();
        } finally {
            engine.remove(container);
            Steps.remove(folder);
        }
    }

    private void run(Command command) throws InterruptedException {
        command.within(PATIENCE).logging(settings.logs().resolve("node.log")).run();
    }
}

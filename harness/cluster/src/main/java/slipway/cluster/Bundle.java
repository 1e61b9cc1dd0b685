package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// One file with all that a cluster needs, for a room without network: node image, suite images,
/// kind, kubectl and the add-ons' manifests.
record Bundle(Settings settings, Engine engine, Progress progress) {
    private static final Duration SAVE = Duration.ofSeconds(60);
    private static final Duration OPEN = Duration.ofSeconds(30);
    private static final Duration LOAD = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /// Writes the bundle. The file appears under its name only when it is whole.
    void save(Path file, Material material, GivenImages suite)
            throws IOException, InterruptedException {
        var node = material.nodeImage();
        var folder = settings.cache().resolve("bundle.half");
        var half = file.resolveSibling(file.getFileName() + ".half");
        try (var part = progress.begin("bundle", SAVE)) {
            Steps.remove(folder);
            Files.createDirectories(folder.resolve("bin"));
            copy(material.kind(), folder.resolve("bin/kind"));
            copy(material.kubectl(), folder.resolve("bin/kubectl"));
            Command.of(
                            "cp",
                            "-r",
                            material.addons().toString(),
                            folder.resolve("addons").toString())
                    .run();
            var all = new ArrayList<>(List.of(node));
            all.addAll(suite.references());
            engine.save(all, folder.resolve("images.tar")).run();
            describe(folder, material.key(), node, suite);
            // Level 1: the bundle is made once and carried once; a third of the time for a tenth
            // more.
            Command.of("tar", "-C", folder.toString(), "-I", "gzip -1", "-cf", half.toString(), ".")
                    .within(PATIENCE)
                    .run();
            Files.move(half, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            part.done();
        } finally {
            Steps.remove(folder);
            Files.deleteIfExists(half);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from.toRealPath(), to, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void describe(Path folder, String key, String node, GivenImages suite)
            throws IOException {
        var properties = new Properties();
        properties.setProperty("key", key);
        properties.setProperty("node", node);
        suite.into(properties);
        try (var out = Files.newBufferedWriter(folder.resolve("bundle.properties"))) {
            properties.store(out, "A bundle of Slipway: slipway up --bundle FILE");
        }
    }

    /// Unpacks a bundle into the cache and its images into the engine's store; nothing is fetched
    /// from anywhere.
    Material open(Path file) throws IOException, InterruptedException {
        if (!Files.isReadable(file)) {
            throw new ClusterFailure("there is no bundle to read at " + file);
        }
        var steps = new Steps(settings.cache().resolve("parts"), progress);
        var folder = steps.result("bundle", key(file), OPEN, into -> unpack(file, into));
        var properties = new Properties();
        try (var in = Files.newBufferedReader(folder.resolve("bundle.properties"))) {
            properties.load(in);
        }
        var node = properties.getProperty("node", "");
        var suite = GivenImages.of(properties);
        load(folder, node, suite.references());
        return new Material(
                properties.getProperty("key", ""),
                folder.resolve("bin/kind"),
                folder.resolve("bin/kubectl"),
                node,
                folder.resolve("addons"),
                suite);
    }

    /// Of a file of gigabytes, its size and date are enough to know it again.
    private static String key(Path file) throws IOException {
        return Key.of(
                file.toRealPath().toString(),
                Long.toString(Files.size(file)),
                Files.getLastModifiedTime(file).toString());
    }

    private static void unpack(Path file, Path into) throws IOException, InterruptedException {
        var result =
                Command.of("tar", "-C", into.toString(), "-xzf", file.toString())
                        .within(PATIENCE)
                        .attempt();
        if (!result.ok() || !Files.isRegularFile(into.resolve("bundle.properties"))) {
            throw new ClusterFailure(
                    file
                            + " is no bundle of Slipway, or not a whole one: "
                            + result.complaints().strip());
        }
    }

    private void load(Path folder, String node, List<String> images) throws InterruptedException {
        var all = new ArrayList<>(List.of(node));
        all.addAll(images);
        var there = true;
        for (var image : all) {
            there = there && engine.hasImage(image);
        }
        if (there) {
            return;
        }
        try (var part = progress.begin("images of the bundle", LOAD)) {
            engine.command("load", "-i", folder.resolve("images.tar").toString())
                    .within(PATIENCE)
                    .logging(settings.logs().resolve("node.log"))
                    .run();
            part.done();
        }
    }
}

package slipway.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Builds everything from source and packages, with package registries alone: the way of a host
/// that no container registry serves.
///
/// The usual times are those of two cores with nothing cached.
record Registries(Settings settings, Host host, Progress progress) implements NodeSource {
    /// The name of the node image that is built here; its tag is the key of what it was built from.
    static final String NODE_IMAGE = "localhost/slipway-node";

    private static final Duration GO = Duration.ofMinutes(13);
    private static final Duration CONTOUR = Duration.ofMinutes(2);
    private static final Duration DEBIAN = Duration.ofSeconds(75);
    private static final Duration ENVOY = Duration.ofSeconds(5);
    private static final Duration IMAGE = Duration.ofSeconds(100);
    private static final Duration ADDONS = Duration.ofSeconds(3);

    @Override
    public Material get(Engine engine) throws InterruptedException {
        var steps = new Steps(settings.cache().resolve("parts"), progress);
        var go = GoModule.go(host);
        var node = module(go, "go");
        var contour = module(go, "contour");
        var programs = new Path[4];
        Together.run(
                List.of(
                        // One after the other: each uses every core as it is.
                        () -> {
                            programs[0] = steps.result("kubernetes", node.key(), GO, node::build);
                            programs[1] =
                                    steps.result("contour", contour.key(), CONTOUR, contour::build);
                        },
                        () -> {
                            var debian = new Debian(settings, host, progress);
                            programs[2] =
                                    steps.result("debian", debian.key(), DEBIAN, debian::into);
                        },
                        () -> {
                            var envoy = new EnvoyBinary(settings, host, progress);
                            programs[3] = steps.result("envoy", envoy.key(), ENVOY, envoy::into);
                        }));
        var addons = new AddonFiles(settings, contour, Map.of());
        var manifests = steps.result("addons", addons.key(), ADDONS, addons::into);
        var image = image(engine, node, List.of(programs));
        return new Material(
                Key.of(image, manifests.getFileName().toString()),
                programs[0].resolve("kind"),
                programs[0].resolve("kubernetes"),
                image,
                manifests,
                GivenImages.NONE);
    }

    private String image(Engine engine, GoModule node, List<Path> parts)
            throws InterruptedException {
        var recipe = settings.recipe();
        var key =
                Key.of(
                        List.of(
                                recipe.resolve("node/Containerfile"),
                                recipe.resolve("node/clang"),
                                recipe.resolve("addons/cilium"),
                                recipe.resolve("addons/storage")),
                        parts.stream()
                                .map(Path::toString)
                                .map(Registries::lastTwo)
                                .toList()
                                .toString());
        var name = NODE_IMAGE + ":" + key;
        if (engine.hasImage(name)) {
            return name;
        }
        try (var part = progress.begin("node image", IMAGE)) {
            new NodeImage(settings, engine, node, parts).build(name);
            part.done();
        } catch (IOException e) {
            throw new ClusterFailure(
                    "cannot build the node image: %s".formatted(e.getMessage()), e);
        }
        return name;
    }

    /// `debian/1a2b…`: a part by its name and key, wherever the cache lies.
    private static String lastTwo(String path) {
        var at = Path.of(path);
        return at.subpath(at.getNameCount() - 2, at.getNameCount()).toString();
    }

    private GoModule module(Path go, String name) {
        return new GoModule(settings, go, settings.recipe().resolve("node").resolve(name));
    }

    /// Whether this cache holds what only this source makes.
    static boolean builtBefore(Settings settings) {
        return java.nio.file.Files.isDirectory(settings.cache().resolve("parts/kubernetes"));
    }
}

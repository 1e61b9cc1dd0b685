package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/// kind's published node image and the add-ons' own published images, for a host that reaches the
/// registries that hold them.
record Published(Settings settings, Host host, Progress progress) implements NodeSource {
    private static final Duration IMAGE = Duration.ofSeconds(60);
    private static final Duration TOOLS = Duration.ofMinutes(4);
    private static final Duration ADDONS = Duration.ofSeconds(10);

    /// A registry that takes longer to say that an image exists would not deliver it in time
    /// either.
    private static final Duration PROBE = Duration.ofSeconds(20);

    @Override
    public Material get(Engine engine) throws InterruptedException {
        var steps = new Steps(settings.cache().resolve("parts"), progress);
        var names = names();
        var node = names.getOrDefault("node", "");
        var contour = module("contour");
        var addons = new AddonFiles(settings, contour, carriedOnesOf(names));
        var manifests = steps.result("addons", addons.key(), ADDONS, addons::into);
        if (!engine.hasImage(node)) {
            try (var part = progress.begin("node image", IMAGE)) {
                engine.command("pull", node)
                        .within(Duration.ofMinutes(20))
                        .logging(settings.logs().resolve("node.log"))
                        .run();
                part.done();
            }
        }
        var tools = tools(steps);
        return new Material(
                Key.of(node, manifests.getFileName().toString()),
                tools.resolve("kind"),
                tools.resolve("kubectl"),
                node,
                manifests,
                GivenImages.NONE);
    }

    /// The user's own kind and kubectl where there are both, else built from the pinned modules.
    private Path tools(Steps steps) throws InterruptedException {
        var node = module("go");
        var own = List.of("kind", "kubectl").stream().map(host::find).toList();
        var key =
                Key.of(
                        own.toString(),
                        node.version("sigs.k8s.io/kind"),
                        node.version("k8s.io/kubernetes"));
        return steps.result(
                "tools",
                key,
                TOOLS,
                folder -> {
                    if (own.stream().allMatch(Optional::isPresent)) {
                        Files.createSymbolicLink(
                                folder.resolve("kind"), Path.of(own.get(0).orElseThrow()));
                        Files.createSymbolicLink(
                                folder.resolve("kubectl"), Path.of(own.get(1).orElseThrow()));
                    } else {
                        node.build(
                                folder,
                                List.of(
                                        new GoModule.Target("sigs.k8s.io/kind", "kind"),
                                        new GoModule.Target(
                                                "k8s.io/kubernetes/cmd/kubectl", "kubectl")));
                    }
                });
    }

    /// Asks the registry for the node image's manifest, through the engine, which knows the user's
    /// proxies and mirrors.
    Optional<String> unreachable(Engine engine) throws InterruptedException {
        var node = names().getOrDefault("node", "");
        if (engine.hasImage(node)) {
            return Optional.empty();
        }
        var answer = engine.command("manifest", "inspect", node).within(PROBE).attempt();
        if (answer.ok()) {
            return Optional.empty();
        }
        var complaint =
                answer.complaints()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .reduce((_, last) -> last)
                        .orElse("no answer within " + Progress.time(PROBE));
        return Optional.of(complaint.strip());
    }

    private static Map<String, String> carriedOnesOf(Map<String, String> names) {
        return names.entrySet().stream()
                .filter(name -> !name.getKey().equals("node"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<String, String> names() {
        var file = settings.recipe().resolve("published.properties");
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new ClusterFailure("cannot read " + file, e);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    private GoModule module(String name) {
        return new GoModule(
                settings, GoModule.go(host), settings.recipe().resolve("node").resolve(name));
    }
}

package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Creates and deletes the cluster. Every command gets the engine's environment: without it kind
/// would look at Docker, say "deleted" and delete nothing.
record Kind(Settings settings, Engine engine, Progress progress) {
    /// Three nodes on two cores.
    private static final Duration USUAL = Duration.ofSeconds(35);

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    void create(Path kind, String nodeImage, HostFacts host) throws InterruptedException {
        try (var part = progress.begin("three nodes", USUAL)) {
            var config = settings.cache().resolve("kind-" + settings.name() + ".yaml");
            makeModules();
            Files.createDirectories(settings.share());
            Files.createDirectories(settings.programs());
            Files.createDirectories(settings.logs());
            var template = Files.readString(settings.recipe().resolve("kind.yaml"));
            Files.writeString(config, KindConfig.render(template, settings, host));
            command(kind, "create", "cluster", "--config", config.toString())
                    .and("--kubeconfig", settings.kubeconfig().toString())
                    .and("--retain") // what failed stays, to be looked at; the next `up` deletes it
                    .and("--image", nodeImage)
                    .within(PATIENCE)
                    .logging(settings.logs().resolve("kind.log"))
                    .run();
            part.done();
        } catch (IOException e) {
            throw new ClusterFailure("cannot write kind's configuration: " + e.getMessage(), e);
        }
    }

    /// kind mounts it into every node, and a kernel without modules comes without the folder.
    private static void makeModules() {
        var modules = Path.of("/lib/modules");
        if (!System.getProperty("os.name", "").equals("Linux") || Files.exists(modules)) {
            return;
        }
        try {
            Files.createDirectories(modules);
        } catch (IOException e) {
            throw new ClusterFailure(
                    "kind needs the folder /lib/modules: sudo mkdir -p /lib/modules", e);
        }
    }

    /// Deletes every node with its volumes, then what kind leaves behind: its network, where nobody
    /// else uses it.
    void delete() throws InterruptedException {
        var nodes = engine.nodes(settings.name());
        if (!nodes.isEmpty()) {
            var volumes = volumes(nodes);
            engine.command("rm", "--force", "--volumes")
                    .and(nodes.stream().map(Engine.Container::name).toList())
                    .within(Duration.ofMinutes(3))
                    .logging(settings.logs().resolve("kind.log"))
                    .run();
            for (var volume : volumes) {
                engine.command("volume", "rm", "--force", volume).attempt();
            }
        }
        // An engine refuses only while a container on it runs, and a stopped cluster is one, too.
        if (!engine.holdsAnyCluster()) {
            engine.command("network", "rm", "kind").attempt();
        }
    }

    private List<String> volumes(List<Engine.Container> nodes) throws InterruptedException {
        var format = "{{range .Mounts}}{{if eq .Type \"volume\"}}{{println .Name}}{{end}}{{end}}";
        return engine
                .command("inspect", "--format", format)
                .and(nodes.stream().map(Engine.Container::name).toList())
                .attempt()
                .lines()
                .stream()
                .filter(name -> !name.isBlank())
                .toList();
    }

    private Command command(Path kind, String... words) {
        return Command.of(kind.toString()).and(words).with(engine.env());
    }
}

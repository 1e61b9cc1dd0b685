package slipway.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A kind cluster on this host: up, down, and what there is of it.
public final class LocalCluster {
    /// A cluster that does not answer for so long, even on a busy host or just after its nodes were
    /// started again, will not come back.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Settings settings;
    private final Host host;
    private final Progress progress;
    private final Kubectl kubectl;
    private final Engines engines;

    /// The choice takes a trial of each engine: once a command.
    private @Nullable Engine engine;

    public LocalCluster(Settings settings, Host host, Progress progress) {
        this.settings = settings;
        this.host = host;
        this.progress = progress;
        this.kubectl = new Kubectl(settings);
        this.engines = new Engines(settings, host, progress);
    }

    /// @param checkout the root of the checkout
    /// @param env the settings, see [Settings#of]
    /// @param out where progress goes: bars on a terminal, lines elsewhere
    public static LocalCluster of(Path checkout, Map<String, String> env, PrintStream out) {
        var clock = InstantSource.system();
        return new LocalCluster(
                Settings.of(checkout, env),
                new HostHere(),
                Terminal.redraws(env)
                        ? new TerminalProgress(out, clock, Terminal.columns(env))
                        : new PlainProgress(out, clock));
    }

    public Settings settings() {
        return settings;
    }

    /// Where long work on this cluster tells how far it is.
    public Progress progress() {
        return progress;
    }

    /// Brings the cluster up, from whatever state it is in; quick when it is up.
    public Access up() throws InterruptedException {
        return up(Optional.empty(), Tenant.NOBODY);
    }

    /// The same, with a tenant, whose images the nodes of a new cluster are made with, and who
    /// moves in beside the add-ons. A new cluster on which that fails before the add-ons work is
    /// made anew by the next `up`.
    ///
    /// @param bundle where everything comes from, instead of any network; its images of the suite
    ///   are in the engine's store when the tenant is asked, and [#given] until an `up` without it
    public Access up(Optional<Path> bundle, Tenant tenant) throws InterruptedException {
        try (var _ = Lock.take(settings.cache())) {
            var engine = engine();
            var given = GivenImages.NONE;
            if (bundle.isPresent() || !stands(engine)) {
                var material = material(engine, bundle);
                link(material);
                if (bundle.isEmpty() || !stands(engine)) {
                    create(engine, material, tenant);
                    return settings.access();
                }
                tellOther(material);
                given = material.suite();
            }
            var access = access();
            load(tenant.images(given));
            given.keep(settings.given());
            tenant.moveIn(access, Tenant.Gate.OPEN);
            return access;
        } catch (IOException | UncheckedIOException e) {
            throw new ClusterFailure(
                    "cannot write below %s: %s".formatted(settings.cache(), e.getMessage()), e);
        }
    }

    private Material material(Engine engine, Optional<Path> bundle)
            throws IOException, InterruptedException {
        if (bundle.isEmpty()) {
            return source(engine).get(engine);
        }
        progress.say("node image: from the bundle " + bundle.get());
        return new Bundle(settings, engine, progress).open(bundle.get());
    }

    void create(Engine engine, Material material, Tenant tenant)
            throws IOException, InterruptedException {
        var node =
                new NodeWithImages(settings, engine, progress)
                        .of(material.nodeImage(), tenant.images(material.suite()));
        var kind = new Kind(settings, engine, progress);
        var host = HostFacts.of(this.host);
        // Before anything of the old one goes: its mark must not vouch for a half-made new one.
        Files.deleteIfExists(settings.mark());
        kind.delete();
        kind.create(material.kind(), node, host);
        material.suite().keep(settings.given());
        var addons = new Addons(settings, kubectl, progress);
        var pods = new CountDownLatch(1);
        Together.run(
                List.of(
                        () -> tenant.moveIn(settings.access(), pods::await),
                        () -> {
                            addons.network(material.addons());
                            pods.countDown();
                            addons.others(material.addons());
                            mark(engine, material);
                            engine.forgetOthers(node);
                            engine.forgetOthers(material.nodeImage());
                        }));
        progress.say(
                "cluster %s is up: kubectl --kubeconfig %s, gateway %s"
                        .formatted(
                                settings.name(),
                                settings.kubeconfig(),
                                settings.access().gateway()));
    }

    private void mark(Engine engine, Material material) {
        try {
            Mark.write(settings.mark(), material.key(), engine, settings.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A cluster that works is never remade for being of other parts; it is only said.
    private void tellOther(Material material) {
        var other = Mark.read(settings.mark()).filter(mark -> !mark.key().equals(material.key()));
        if (other.isPresent()) {
            progress.say(
                    "cluster %s is made of other parts (%s) than these (%s), and stays as it is; to have it of these: slipway down, and up again"
                            .formatted(settings.name(), other.get().key(), material.key()));
        }
    }

    /// How to reach the cluster that is there.
    ///
    /// @throws ClusterFailure where `SLIPWAY_PORT` asks for another port than it was made with
    Access access() {
        var port = Mark.read(settings.mark()).map(Mark::port).orElse(OptionalInt.empty());
        if (port.isPresent() && port.getAsInt() != settings.port()) {
            throw new ClusterFailure(
                    "SLIPWAY_PORT asks for port %1$d, but the Gateway of cluster %2$s listens on %3$d, where it was made: unset SLIPWAY_PORT, or make the cluster anew: slipway down && SLIPWAY_PORT=%1$d slipway up"
                            .formatted(settings.port(), settings.name(), port.getAsInt()));
        }
        return settings.access();
    }

    /// The images of the suite that the bundle brought which this cluster's suite came from.
    public GivenImages given() {
        try {
            return GivenImages.kept(settings.given());
        } catch (IOException e) {
            throw new ClusterFailure("cannot read " + settings.given(), e);
        }
    }

    /// The overlay that the suite on this cluster is of; empty: the usual one.
    public Optional<String> overlay() {
        try {
            return Files.exists(settings.overlay())
                    ? Optional.of(Files.readString(settings.overlay()).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new ClusterFailure("cannot read " + settings.overlay(), e);
        }
    }

    /// Keeps it for the commands to come, until `down`.
    public void keepOverlay(String name) {
        try {
            Files.createDirectories(settings.cache());
            Files.writeString(settings.overlay(), name + "\n");
        } catch (IOException e) {
            throw new ClusterFailure("cannot write " + settings.overlay(), e);
        }
    }

    /// Whether a whole cluster is there and answers. What an interrupted `up` left is not whole: it
    /// has no mark, and is made anew. Stopped nodes are started again.
    private boolean stands(Engine engine) throws IOException, InterruptedException {
        var nodes = engine.nodes(settings.name());
        if (nodes.isEmpty()) {
            Files.deleteIfExists(settings.mark());
            return false;
        }
        if (!Files.exists(settings.mark())) {
            progress.say(
                    "a cluster %s was begun and not finished; it is made anew"
                            .formatted(settings.name()));
            return false;
        }
        var stopped =
                nodes.stream().filter(node -> !node.running()).map(Engine.Container::name).toList();
        if (!stopped.isEmpty()) {
            progress.say("starting the stopped nodes again: " + String.join(", ", stopped));
            engine.command("unpause").and(stopped).attempt();
            engine.command("start").and(stopped).within(PATIENCE).attempt();
        }
        if (!answersWithin(PATIENCE)) {
            progress.say("cluster %s does not answer; it is made anew".formatted(settings.name()));
            return false;
        }
        if (!stopped.isEmpty()) {
            new Addons(settings, kubectl, progress).revive(engine.addresses(stopped));
        }
        return true;
    }

    private boolean answersWithin(Duration patience) throws InterruptedException {
        var end = Instant.now().plus(patience);
        while (!kubectl.answers()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            Thread.sleep(Duration.ofSeconds(1));
        }
        return true;
    }

    private NodeSource source(Engine engine) throws InterruptedException {
        var published = new Published(settings, host, progress);
        var chosen =
                Sources.choose(
                        settings.source(),
                        Registries.builtBefore(settings),
                        () -> published.unreachable(engine));
        progress.say(Sources.announce(chosen));
        return switch (chosen.choice()) {
            case PUBLISHED -> published;
            case REGISTRIES -> new Registries(settings, host, progress);
        };
    }

    /// `bin/kind` and `bin/kubectl` in the cache are for people, and for the commands that come
    /// after `up`.
    private void link(Material material) throws IOException {
        var bin = settings.cache().resolve("bin");
        Files.createDirectories(bin);
        for (var tool : Map.of("kind", material.kind(), "kubectl", material.kubectl()).entrySet()) {
            var next = bin.resolve(tool.getKey() + ".next");
            Files.deleteIfExists(next);
            if (tool.getValue().getFileName().toString().equals("kubernetes")) {
                Files.createLink(next, tool.getValue()); // it goes by the name that it is called by
            } else {
                Files.createSymbolicLink(next, tool.getValue());
            }
            Files.move(next, bin.resolve(tool.getKey()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Keeps every other command that would change the cluster away from it; the kernel lets go
    /// when this process dies.
    ///
    /// @throws ClusterFailure when another one is at it
    public Hold hold() {
        return Lock.take(settings.cache())::close;
    }

    /// The cluster, held until it is closed.
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /// Deletes the cluster: its nodes, their volumes, its network. The cache stays, so that the
    /// next `up` is quick.
    public void down() throws InterruptedException {
        try (var _ = Lock.take(settings.cache())) {
            var engine = engines.holding();
            Files.deleteIfExists(settings.mark());
            if (engine.isPresent()) {
                new Kind(settings, engine.get(), progress).delete();
                progress.say(
                        "cluster %s is gone; what it was built from stays in %s"
                                .formatted(settings.name(), settings.cache()));
            } else {
                progress.say("there is no cluster " + settings.name());
            }
            Files.deleteIfExists(settings.kubeconfig());
            Files.deleteIfExists(settings.given());
            Files.deleteIfExists(settings.overlay());
            Steps.remove(settings.share());
        } catch (IOException e) {
            throw new ClusterFailure("cannot write below " + settings.cache(), e);
        }
    }

    /// What there is of the cluster; changes nothing.
    public Status status() throws InterruptedException {
        var engine = engines.holding();
        if (engine.isEmpty()) {
            return new Status.Absent();
        }
        if (!Files.exists(settings.mark())) {
            return new Status.Broken("it was begun and not finished");
        }
        var stopped =
                engine.get().nodes(settings.name()).stream()
                        .filter(node -> !node.running() && !node.paused())
                        .toList();
        if (!stopped.isEmpty()) {
            return new Status.Broken(
                    "stopped: " + stopped.stream().map(Engine.Container::name).toList());
        }
        if (!kubectl.answers()) {
            return new Status.Broken("its API server does not answer");
        }
        return new Status.Up(
                access(), engine.get().name(), new Addons(settings, kubectl, progress).nodes());
    }

    /// Brings images of the engine's store onto every node. Tags are taken as immutable: an image
    /// that all nodes have is not sent again.
    public void load(List<String> images) throws InterruptedException {
        try {
            new Nodes(settings, engine()).load(images);
        } catch (IOException e) {
            throw new ClusterFailure("cannot load images: " + e.getMessage(), e);
        }
    }

    /// The engine that carries the cluster, else the one that would.
    public Engine engine() throws InterruptedException {
        if (engine == null) {
            engine = engines.choose();
        }
        return engine;
    }

    /// Runs a command on a node.
    ///
    /// @return what it printed
    public String onNode(String node, String... words) throws InterruptedException {
        return engine().command("exec", node).and(words).run();
    }

    /// All that runs on a node stands still.
    public void freeze(String node) throws InterruptedException {
        engine().command("pause", node).run();
    }

    /// It runs again, where it does not.
    public void thaw(String node) throws InterruptedException {
        if (frozen(node)) {
            engine().command("unpause", node).run();
        }
    }

    public boolean frozen(String node) throws InterruptedException {
        return state(node).equals("paused");
    }

    /// All that runs on a node ends at once, as where its power goes.
    public void crash(String node) throws InterruptedException {
        engine().command("kill", node).run();
    }

    /// It runs again, and its pods tell the address that it has now.
    public void start(String node) throws InterruptedException {
        engine().command("start", node).within(PATIENCE).run();
        // Of one that runs, too: whoever started it may have come no further.
        new Addons(settings, kubectl, progress).revive(engine().addresses(List.of(node)));
    }

    public boolean running(String node) throws InterruptedException {
        return state(node).equals("running");
    }

    private String state(String node) throws InterruptedException {
        return engine().command("inspect", "--format", "{{.State.Status}}", node).run().strip();
    }

    /// Writes one file from which `up` works without any network.
    ///
    /// @param suite images of the suite, in the engine's store, to be carried along
    public void saveBundle(Path file, GivenImages suite) throws InterruptedException {
        try (var _ = Lock.take(settings.cache())) {
            var engine = engine();
            var material = source(engine).get(engine);
            tellOther(material);
            new Bundle(settings, engine, progress).save(file.toAbsolutePath(), material, suite);
            progress.say("bundle: %s, %d MB".formatted(file, Files.size(file) / 1_000_000));
        } catch (IOException e) {
            throw new ClusterFailure(
                    "cannot write the bundle %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}

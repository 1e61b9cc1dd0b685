package slipway.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Builds the images of the suite (`services/Containerfile`), each layer once.
///
/// A layer is kept in the engine as an image of its own, `localhost/slipway-LAYER:KEY`, and the key
/// is that of everything it is made from: a changed line of api rebuilds api's own layers, and a
/// further version of the same source only writes a name. What the layers copy is prepared in the
/// cache folder, under `suite`.
public final class SuiteImages {
    /// The services, which are also the names of their images and workloads.
    public static final List<String> SERVICES = List.of("agent", "api", "ledger");

    /// The database's image and workload.
    public static final String POSTGRES = "postgres";

    /// The database's image where it has a standby.
    public static final String FAILOVER = "postgres-failover";

    /// All that the suite runs.
    public static final List<String> ALL =
            Stream.concat(SERVICES.stream(), Stream.of(POSTGRES)).toList();

    /// Everything from nothing, twice: longer is not work, but a builder that hangs.
    private static final Duration OTHER_BUILDER = Duration.ofMinutes(30);

    private final Engine engine;
    private final Progress progress;
    private final Path services;
    private final Path folder;
    private final boolean failover;
    private final SuiteImagesParts parts;
    private final SuiteImagesTraining training;

    /// The shared layers of the build at hand: every service asks for them several times.
    private final Map<String, String> shared = new HashMap<>();

    /// What the build at hand has compiled.
    private final Map<SuiteImagesBuild, Compiled> compiled = new HashMap<>();

    /// @param from the key of what it was compiled from
    private record Compiled(Path folder, String from) {}

    /// @param failover whether the database is to have a standby
    public SuiteImages(Settings settings, Engine engine, Progress progress, boolean failover) {
        this.engine = engine;
        this.failover = failover;
        this.progress = progress;
        this.services = settings.checkout().resolve("services");
        this.folder = settings.cache().resolve("suite");
        this.parts = new SuiteImagesParts(settings, new HostHere(), progress, folder);
        this.training = new SuiteImagesTraining(engine, folder);
    }

    /// A version to build: its name is what `/version` answers and how its tag begins.
    ///
    /// @param trait what sets it apart, one of [#TRAITS]; empty for a plain one
    /// @param trained false for one that starts without a trained cache: two seconds later, but
    ///   built in half the time
    public record Version(String name, String trait, boolean trained) {
        /// What takes no other code, only other settings: each is a target of the recipe.
        private static final List<String> SET = List.of("schema", "drainless");

        /// The bugs of `services/planted`.
        private static final List<String> BUGS =
                List.of(
                        "anew",
                        "crashloop",
                        "denies",
                        "early",
                        "errors",
                        "halves",
                        "hang",
                        "hasty",
                        "leak",
                        "lying",
                        "queues",
                        "racy",
                        "rekeys",
                        "slow",
                        "stale",
                        "swallows",
                        "twice",
                        "wrong");

        /// Of the database alone: where Postgres keeps its data, or what it is told after all that
        /// its manifest tells it.
        private static final List<String> DATABASE = List.of("ephemeral", "nofsync", "nosync");

        /// Every trait that a version can have: `schema` (ledger brings one migration more),
        /// `drainless` (it leaves without waiting for anybody), `nosync` and `nofsync` (the
        /// database answers before it has written, or before that is on the disk), `ephemeral` (it
        /// forgets with its pod what it has written), and the planted bugs.
        public static final List<String> TRAITS =
                Stream.of(SET, BUGS, DATABASE).flatMap(List::stream).toList();

        /// @throws ClusterFailure for a trait that there is none of
        public Version {
            if (!trait.isEmpty() && !TRAITS.contains(trait)) {
                throw new ClusterFailure(
                        "a version is plain or has one of the traits %s, not %s"
                                .formatted(String.join(", ", TRAITS), trait));
            }
        }

        /// The version of a label: `v2` is plain, and `v2-errors` the same source with the bug
        /// `errors`.
        public static Version of(String label) {
            var dash = label.indexOf('-');
            return new Version(label, dash < 0 ? "" : label.substring(dash + 1), true);
        }

        /// What somebody is just working at, under `dev`: soon there, and soon replaced.
        public static Version dev() {
            return new Version("dev", "", false);
        }

        private boolean planted() {
            return BUGS.contains(trait);
        }

        /// The recipe's target, for a service.
        private String target() {
            boolean plain = trait.isEmpty() || DATABASE.contains(trait);
            return planted() ? "planted" : plain ? "version" : trait;
        }
    }

    /// Builds one version of every service, and the database, as far as they are not there yet.
    ///
    /// @return references by name, such as `api` to `localhost/api:v1-1a2b3c4d`
    /// @throws ClusterFailure if a step fails, with the end of what it said
    public Map<String, String> build(Version version) throws InterruptedException {
        try (var _ = lock()) {
            forget();
            return services(version, ALL);
        }
    }

    /// Builds one version of some services; a plain one of the database is the same for all.
    public Map<String, String> build(Version version, Collection<String> names)
            throws InterruptedException {
        try (var _ = lock()) {
            forget();
            return services(version, names);
        }
    }

    private void forget() {
        shared.clear();
        compiled.clear();
    }

    private Map<String, String> services(Version version, Collection<String> names)
            throws InterruptedException {
        var references = new TreeMap<String, String>();
        for (var service : names) {
            references.put(
                    service,
                    service.equals(POSTGRES) ? database(version) : versioned(service, version));
        }
        return references;
    }

    private String versioned(String service, Version version) throws InterruptedException {
        var build = new SuiteImagesBuild(service, version.planted());
        if (!version.trained()) {
            // Somebody waits for it: compiled while what it stands on is looked for.
            Together.run(List.of(this::java, () -> package_(build)));
        }
        var source = sourceKey(build);
        var tag = version.name() + "-" + source.substring(0, 8);
        var reference = "localhost/%s:%s".formatted(service, tag);
        if (!engine.hasImage(reference)) {
            var built = version.trained() ? trained(build, source) : app(build, source);
            build(
                    version.target(),
                    reference,
                    parts.empty(),
                    Duration.ofSeconds(2),
                    version.planted()
                            ? Map.of("BUILT", built, "VERSION", tag, "BUG", version.trait())
                            : Map.of("BUILT", built, "VERSION", tag));
        }
        return reference;
    }

    /// Of everything that the image of a service is made from.
    private String sourceKey(SuiteImagesBuild build) throws InterruptedException {
        return sourceKey(parts.serviceKey(build));
    }

    private String sourceKey(String from) throws InterruptedException {
        return Key.of(List.of(recipe()), from, java());
    }

    private String trained(SuiteImagesBuild build, String source) throws InterruptedException {
        var reference = layer("trained-" + build.name(), source);
        if (!engine.hasImage(reference)) {
            var app = app(build, source);
            var postgres = build.service().equals("ledger") ? postgres() : "";
            try (var part = progress.begin("training " + build.name(), Duration.ofSeconds(12))) {
                var cache = training.train(build.service(), app, postgres);
                build("trained", reference, cache, Duration.ofSeconds(3), Map.of("APP", app));
                part.done();
            }
        }
        return reference;
    }

    private String app(SuiteImagesBuild build, String source) throws InterruptedException {
        var reference = layer("app-" + build.name(), source);
        if (!engine.hasImage(reference)) {
            var made = package_(build);
            var built = made.folder();
            if (!sourceKey(made.from()).equals(source) || !sourceKey(build).equals(source)) {
                // Else the tag would promise, for good, what is not in the image.
                throw new ClusterFailure(
                        "services/%s changed while it was compiled; run it again"
                                .formatted(build.service()));
            }
            var lib = layer("lib-" + build.name(), Key.of(List.of(built.resolve("lib")), java()));
            if (!engine.hasImage(lib)) {
                build("lib", lib, built, Duration.ofSeconds(5), Map.of("JAVA", java()));
            }
            build("app", reference, built, Duration.ofSeconds(2), Map.of("LIB", lib));
        }
        return reference;
    }

    private Compiled package_(SuiteImagesBuild build) throws InterruptedException {
        var known = compiled.get(build);
        if (known == null) {
            try (var part = progress.begin("compiling " + build.name(), Duration.ofSeconds(12))) {
                var from = parts.serviceKey(build);
                known = new Compiled(parts.service(build), from);
                compiled.put(build, known);
                part.done();
            }
        }
        return known;
    }

    private String java() throws InterruptedException {
        var known = shared.get("java");
        if (known == null) {
            known = makeJava();
            shared.put("java", known);
        }
        return known;
    }

    private String makeJava() throws InterruptedException {
        var jdk = Path.of(System.getProperty("java.home"));
        var base = base();
        var reference = layer("java", Key.of(parts.javaKey(jdk), base));
        if (!engine.hasImage(reference)) {
            build("java", reference, parts.java(jdk), Duration.ofSeconds(15), Map.of("BASE", base));
        }
        return reference;
    }

    private String base() throws InterruptedException {
        var known = shared.get("base");
        if (known == null) {
            known = makeBase();
            shared.put("base", known);
        }
        return known;
    }

    private String makeBase() throws InterruptedException {
        var reference = layer("base", parts.baseKey());
        if (!engine.hasImage(reference)) {
            var context = parts.base();
            // Asked again: apt's lists may have been fetched anew on the way.
            reference = layer("base", parts.baseKey());
            build("base", reference, context, Duration.ofSeconds(5), Map.of());
        }
        return reference;
    }

    private String database(Version version) throws InterruptedException {
        var plain = failover ? failover() : postgres();
        if (!Version.DATABASE.contains(version.trait())) {
            return plain;
        }
        var tag = version.name() + "-" + Key.of(List.of(recipe()), plain).substring(0, 8);
        var reference = "localhost/%s:%s".formatted(failover ? FAILOVER : POSTGRES, tag);
        if (!engine.hasImage(reference)) {
            build(
                    version.trait(),
                    reference,
                    parts.empty(),
                    Duration.ofSeconds(2),
                    Map.of("BUILT", plain));
        }
        return reference;
    }

    private String postgres() throws InterruptedException {
        var known = shared.get("postgres");
        if (known == null) {
            known = makePostgres();
            shared.put("postgres", known);
        }
        return known;
    }

    private String makePostgres() throws InterruptedException {
        var base = base();
        var version = parts.postgresVersion();
        var key =
                Key.of(
                        List.of(services.resolve(POSTGRES), recipe()),
                        base,
                        version,
                        parts.postgresKey());
        var reference =
                "localhost/%s:%s-%s"
                        .formatted(
                                POSTGRES, version.replaceFirst("\\.0$", ""), key.substring(0, 8));
        if (!engine.hasImage(reference)) {
            build(
                    "postgres",
                    reference,
                    parts.postgres(),
                    Duration.ofSeconds(20),
                    Map.of("BASE", base));
        }
        return reference;
    }

    private String failover() throws InterruptedException {
        var known = shared.get(FAILOVER);
        if (known == null) {
            known = makeFailover();
            shared.put(FAILOVER, known);
        }
        return known;
    }

    private String makeFailover() throws InterruptedException {
        var base = base();
        var key = Key.of(List.of(recipe()), base, parts.failoverKey());
        var reference = "localhost/%s:18-%s".formatted(FAILOVER, key.substring(0, 8));
        if (!engine.hasImage(reference)) {
            build(
                    "failover",
                    reference,
                    parts.failover(),
                    Duration.ofSeconds(40),
                    Map.of("BASE", base));
        }
        return reference;
    }

    /// The recipe is part of each key: a changed recipe is another image.
    private String layer(String name, String inputs) {
        return "localhost/slipway-%s:%s".formatted(name, Key.of(List.of(recipe()), inputs));
    }

    private Path recipe() {
        return services.resolve("Containerfile");
    }

    /// Builds one target of the recipe.
    ///
    /// @param context the folder that the target copies from
    /// @param arguments the recipe's ARGs
    private void build(
            String target,
            String reference,
            Path context,
            Duration usual,
            Map<String, String> arguments)
            throws InterruptedException {
        // An image is built only where there is none of its key, so the engine's own cache has
        // nothing to add; podman 4.3's takes a line with another ARG for the same and named v2 v1.
        var build =
                engine.command(
                        "build", "--no-cache", "--file", recipe().toString(), "--target", target);
        if (engine.podman()) {
            // What the recipe builds upon is an image of ours: never look for a newer one
            // elsewhere.
            // Without its cache, one layer an image is enough, and half a second sooner.
            build = build.and("--pull=never", "--format=docker", "--layers=false");
        }
        for (var argument : arguments.entrySet()) {
            build = build.and("--build-arg", argument.getKey() + "=" + argument.getValue());
        }
        try (var part = progress.begin("image " + reference, usual)) {
            build.and("--tag", reference, context.toString()).within(Duration.ofMinutes(5)).run();
            part.done();
        }
    }

    /// Two builders at once would do the work twice and trip over each other: the second waits.
    private Lock lock() throws InterruptedException {
        return Lock.await(folder, progress, "builds images", OTHER_BUILDER);
    }
}

package slipway.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds the container engine to use: the one that holds the cluster already, else the first that
/// can run what a node is, a privileged container.
///
/// Docker comes first: where both work, podman's networks would suffer from Docker's packet filter.
record Engines(Settings settings, Host host, Progress progress) {
    private static final List<String> KNOWN = List.of("docker", "podman");

    /// Packages take a minute to come on a slow line; ten times that means that none comes.
    private static final Duration INSTALL = Duration.ofMinutes(10);

    private static final Pattern PATH = Pattern.compile("/\\S+");

    /// For `up`: chooses, installs Podman where that is possible, or says what to do.
    Engine choose() throws InterruptedException {
        var holding = holding();
        if (holding.isPresent()) {
            return holding.get();
        }
        var why = new ArrayList<String>();
        var working = working(why);
        if (working.isPresent()) {
            return working.get();
        }
        install(why);
        return working(why)
                .orElseThrow(
                        () -> new ClusterFailure("no container engine works here:" + listed(why)));
    }

    /// The engine that has containers of this cluster, whatever state they are in.
    ///
    /// @throws ClusterFailure where none is seen to have any, but a cluster was there and an engine
    ///   that may hold it does not answer: whoever took that for no cluster would delete what is
    ///   left of it
    Optional<Engine> holding() throws InterruptedException {
        var engines =
                KNOWN.stream()
                        .filter(name -> host.find(name).isPresent() && !otherName(name))
                        .map(this::asFarAsConfigured)
                        .toList();
        return holding(engines);
    }

    Optional<Engine> holding(List<Engine> engines) throws InterruptedException {
        var mark = Mark.read(settings.mark());
        ClusterFailure silent = null;
        for (var engine : engines) {
            try {
                if (!engine.nodes(settings.name()).isEmpty()) {
                    return Optional.of(engine);
                }
            } catch (ClusterFailure e) {
                var mayHold = mark.map(it -> it.engine().orElse(engine.name()));
                if (silent == null && mayHold.filter(engine.name()::equals).isPresent()) {
                    silent = e;
                }
            }
        }
        if (silent != null) {
            throw new ClusterFailure(
                    "cluster %s was brought up here, but the engine that may hold it does not say: %s%nStart that engine and try again; if the cluster is gone for good: rm %s"
                            .formatted(settings.name(), silent.getMessage(), settings.mark()));
        }
        return Optional.empty();
    }

    /// Debian's podman-docker puts podman under docker's name: it is asked under its own, with the
    /// settings that it needs.
    private boolean otherName(String name) {
        return name.equals("docker") && DoctorEngine.dockerIsPodman(host);
    }

    private Optional<Engine> working(List<String> why) throws InterruptedException {
        for (var name : KNOWN) {
            if (host.find(name).isEmpty()) {
                why.add(name + ": not installed");
                continue;
            }
            if (otherName(name)) {
                why.add(name + ": is podman under another name");
                continue;
            }
            var engine = engine(name);
            var trial = trial(engine);
            if (trial.ok()) {
                var others = why.isEmpty() ? "" : " (" + String.join("; ", why) + ")";
                progress.say("container engine: " + name + others);
                return Optional.of(engine);
            }
            var complaint =
                    Stream.concat(trial.complaints().lines(), trial.output().lines())
                            .filter(line -> !line.isBlank())
                            .findFirst()
                            .orElse("ended with " + trial.code());
            why.add(name + ": cannot run a privileged container: " + complaint.strip());
        }
        return Optional.empty();
    }

    Engine engine(String name) {
        var env = new HashMap<>(Map.of("KIND_EXPERIMENTAL_PROVIDER", name));
        if (name.equals("podman")) {
            env.put("CONTAINERS_CONF", containersConf().toString());
        }
        return new Engine(name, env);
    }

    /// For a look at what is there, which needs no settings of ours: a full disk must not end it.
    private Engine asFarAsConfigured(String name) {
        try {
            return engine(name);
        } catch (ClusterFailure _) {
            return new Engine(name, Map.of("KIND_EXPERIMENTAL_PROVIDER", name));
        }
    }

    private Path containersConf() {
        var file = settings.cache().resolve("containers.conf");
        try {
            ContainersConf.keep(file, HostFacts.of(host));
        } catch (IOException e) {
            throw new ClusterFailure("cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
        return file;
    }

    /// Runs a privileged container for real. Its image is this host's own `true`: nothing has to
    /// come from anywhere.
    private Command.Result trial(Engine engine) throws InterruptedException {
        var alive = engine.command("info").within(Duration.ofSeconds(20)).attempt();
        if (!alive.ok() || !host.system().equals("Linux")) {
            return alive; // elsewhere the engine is a virtual machine of its own, which may do
            // anything
        }
        var image = "localhost/slipway-trial:" + host.javaFeature();
        if (!engine.hasImage(image)) {
            var archive = trialArchive();
            var imported = engine.command("import", archive.toString(), image).attempt();
            if (!imported.ok()) {
                return imported;
            }
        }
        return engine.command("run", "--rm", "--privileged", "--network=none", image, "/bin/true")
                .attempt();
    }

    private Path trialArchive() throws InterruptedException {
        var archive = settings.cache().resolve("trial.tar");
        var program = host.find("true").orElse("/bin/true");
        var libraries = Command.of("ldd", program).attempt().output();
        var files =
                PATH.matcher(libraries).results().map(match -> match.group().substring(1)).toList();
        Command.of("tar", "--dereference", "-C", "/", "-cf", archive.toString())
                .and("--transform", "s,^" + program.substring(1) + "$,bin/true,")
                .and(program.substring(1))
                .and(files)
                .run();
        return archive;
    }

    private void install(List<String> why) throws InterruptedException {
        var command =
                "apt-get install -y --no-install-recommends "
                        + String.join(" ", DoctorEngine.DEBIAN_PACKAGES);
        if (host.find("podman").isPresent()) {
            throw new ClusterFailure(
                    "no container engine works here:"
                            + listed(why)
                            + "\nSee what `slipway doctor` says of it.");
        }
        if (!Packages.available(host)) {
            throw new ClusterFailure(
                    "no container engine works here:"
                            + listed(why)
                            + "\nInstall one; on Debian and Ubuntu: sudo "
                            + command);
        }
        progress.say("no container engine here; installing Podman: " + command);
        try (var part = progress.begin("podman", Duration.ofSeconds(40))) {
            Packages.install(settings, DoctorEngine.DEBIAN_PACKAGES, INSTALL);
            part.done();
        }
        why.clear();
    }

    private static String listed(List<String> lines) {
        return lines.isEmpty() ? "" : "\n  " + String.join("\n  ", lines);
    }
}

package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A pinned Go module of `k8s/cluster/node`: its programs, and the files of what it depends on.
///
/// Modules and compiled packages are kept below the cache folder, apart from the user's own. A
/// build that is cut off keeps what it has compiled.
record GoModule(Settings settings, Path go, Path folder) {
    /// Twice what the slowest part takes cold on two cores that others use as well.
    private static final Duration PATIENCE = Duration.ofMinutes(60);

    /// No debug information, nothing of this checkout's place or history: smaller, and the same
    /// binary everywhere.
    private static final List<String> FLAGS =
            List.of(
                    "-mod=readonly",
                    "-trimpath",
                    "-buildvcs=false",
                    "-gcflags=all=-dwarf=false",
                    "-tags=no_aufs,no_zfs,no_btrfs,no_devmapper");

    /// One program: a package and the name that it gets.
    record Target(String programPackage, String name) {}

    /// Where Go's own installer puts it, and few have it on their PATH.
    static final String INSTALLED = "/usr/local/go";

    /// Finds Go: on PATH, else where its own installer puts it.
    static Path go(Host host) {
        return host.find("go")
                .map(Path::of)
                .or(
                        () ->
                                Stream.of(Path.of(INSTALLED, "bin/go"))
                                        .filter(Files::isExecutable)
                                        .findFirst())
                .orElseThrow(
                        () ->
                                new ClusterFailure(
                                        "a new cluster needs Go 1.26 or newer, whether its node image is built or published (it fetches and builds the pinned tools), and there is none on PATH or in %s; install it (https://go.dev/dl), or take everything from a bundle: slipway up --bundle FILE"
                                                .formatted(INSTALLED)));
    }

    /// What the programs depend on.
    String key() throws InterruptedException {
        return Key.of(List.of(folder), command("version").run(), String.join(" ", flags()));
    }

    /// Builds every program of `targets.txt` into a folder.
    void build(Path into) throws IOException, InterruptedException {
        for (var group : groups(Files.readAllLines(folder.resolve("targets.txt")))) {
            build(into, group);
        }
    }

    /// Builds some programs in one run of Go.
    void build(Path into, List<Target> group) throws IOException, InterruptedException {
        command("build")
                .and(flags())
                .and("-o", into + "/")
                .and(group.stream().map(Target::programPackage).toList())
                .within(PATIENCE)
                .logging(settings.logs().resolve("go.log"))
                .run();
        for (var target : group) {
            var made = into.resolve(binary(target.programPackage()));
            if (!made.equals(into.resolve(target.name()))) {
                Files.move(made, into.resolve(target.name()));
            }
        }
    }

    /// Go names a program after the last part of its package that is not a version.
    static String binary(String programPackage) {
        var parts = List.of(programPackage.split("/"));
        return parts.getLast().matches("v\\d+") ? parts.get(parts.size() - 2) : parts.getLast();
    }

    static List<List<Target>> groups(List<String> lines) {
        var groups = new ArrayList<List<Target>>();
        groups.add(new ArrayList<>());
        for (var line : lines) {
            if (line.startsWith("---")) {
                groups.add(new ArrayList<>());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                var words = line.strip().split("\\s+");
                groups.getLast().add(new Target(words[0], words[1]));
            }
        }
        return groups;
    }

    /// The files of a module that this one requires, at the version that `go.mod` pins.
    Path dependency(String module) throws InterruptedException {
        command("mod", "download", module)
                .within(Duration.ofMinutes(10))
                .logging(settings.logs().resolve("go.log"))
                .run();
        return Path.of(
                command("list", "-mod=readonly", "-m", "-f", "{{.Dir}}", module).run().strip());
    }

    /// The version that `go.mod` requires of a module, such as `v1.36.4`.
    String version(String module) {
        var line =
                Pattern.compile(
                        "^\\s*(?:require )?" + Pattern.quote(module) + " (v\\S+)",
                        Pattern.MULTILINE);
        try {
            var match = line.matcher(Files.readString(folder.resolve("go.mod")));
            if (match.find()) {
                return match.group(1);
            }
        } catch (IOException e) {
            throw new ClusterFailure("cannot read " + folder.resolve("go.mod"), e);
        }
        throw new ClusterFailure(folder.resolve("go.mod") + " does not require " + module);
    }

    private List<String> flags() {
        return Stream.concat(FLAGS.stream(), Stream.of("-ldflags=-s -w" + stamps())).toList();
    }

    /// Kubernetes takes its version from the linker; without one, kubeadm would not know itself.
    private String stamps() {
        if (!Files.isDirectory(folder.resolve("kubernetes"))) {
            return "";
        }
        var version = version("k8s.io/kubernetes");
        var parts = version.substring(1).split("\\.");
        var stamps =
                Map.of(
                        "k8s.io/component-base/version.gitVersion",
                        version,
                        "k8s.io/component-base/version.gitMajor",
                        parts[0],
                        "k8s.io/component-base/version.gitMinor",
                        parts[1],
                        "k8s.io/component-base/version.gitTreeState",
                        "clean",
                        "k8s.io/client-go/pkg/version.gitVersion",
                        version);
        var flags = new StringBuilder();
        stamps.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        stamp ->
                                flags.append(" -X ")
                                        .append(stamp.getKey())
                                        .append('=')
                                        .append(stamp.getValue()));
        return flags.toString();
    }

    private Command command(String... words) {
        var env = new HashMap<String, String>();
        env.put("CGO_ENABLED", "0");
        env.put("GOFLAGS", "");
        env.put("GOWORK", "off");
        env.put("GOMODCACHE", settings.cache().resolve("go/mod").toString());
        env.put("GOCACHE", settings.cache().resolve("go/build").toString());
        return Command.of(go.toString()).and(words).with(env).in(folder);
    }
}

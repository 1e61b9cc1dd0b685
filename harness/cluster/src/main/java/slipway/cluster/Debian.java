package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The node's root file system, from the distribution's packages: the release that this host runs,
/// from where this host gets its own.
record Debian(Settings settings, Host host, Progress progress) {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /// Those whose packages make a root file system.
    private static final Set<String> DISTRIBUTIONS = Set.of("Debian", "Ubuntu");

    String key() {
        return Key.of(
                List.of(recipe().resolve("packages.txt"), recipe().resolve("exclude.txt")),
                release("VERSION_CODENAME"));
    }

    /// Makes `debian.tar` in a folder.
    void into(Path folder) throws IOException, InterruptedException {
        if (!Doctor.root(host) || host.find("apt-get").isEmpty()) {
            throw new ClusterFailure(
                    "the node image can be built from package registries only as root on Debian or Ubuntu;"
                            + " elsewhere use SLIPWAY_SOURCE=published, or a bundle made on such a host:"
                            + " slipway up --bundle FILE");
        }
        Packages.need(settings, host, progress, "debootstrap", "debootstrap");
        var root = settings.cache().resolve("debian.root");
        clear(root);
        bootstrap(root);
        pack(root, folder.resolve("debian.tar"));
        clear(root);
    }

    private void bootstrap(Path root) throws IOException, InterruptedException {
        var packages =
                Files.readAllLines(recipe().resolve("packages.txt")).stream()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .flatMap(Pattern.compile("\\s+")::splitAsStream)
                        .collect(Collectors.joining(","));
        var command =
                Command.of("debootstrap", "--variant=minbase", "--include=" + packages)
                        .and(
                                release("ID").equals("ubuntu")
                                        ? List.of("--components=main,universe")
                                        : List.of())
                        .and(release("VERSION_CODENAME"), root.toString(), mirror())
                        .within(PATIENCE)
                        .logging(settings.logs().resolve("debian.log"));
        var proxy =
                Command.of("apt-config", "shell", "proxy", "Acquire::http::Proxy")
                        .attempt()
                        .output();
        var quoted = Pattern.compile("proxy='(\\S+)'").matcher(proxy);
        (quoted.find() ? command.with("http_proxy", quoted.group(1)) : command).run();
    }

    private void pack(Path root, Path archive) throws InterruptedException {
        Command.of("tar", "-C", root.toString(), "--one-file-system", "--anchored", "--wildcards")
                .and("--numeric-owner", "-X", recipe().resolve("exclude.txt").toString())
                .and("-cf", archive.toString(), ".")
                .within(Duration.ofMinutes(5))
                .run();
    }

    /// A debootstrap that was cut off may have left /proc and /sys mounted in its tree.
    private void clear(Path root) throws InterruptedException {
        if (!Files.exists(root)) {
            return;
        }
        var below =
                host.read("/proc/self/mounts")
                        .orElse("")
                        .lines()
                        .map(line -> line.split(" ")[1])
                        .filter(mount -> mount.startsWith(root + "/"))
                        .sorted(java.util.Comparator.reverseOrder())
                        .toList();
        for (var mount : below) {
            Command.of("umount", "--lazy", mount).run();
        }
        Command.of("rm", "-rf", "--one-file-system", root.toString())
                .within(Duration.ofMinutes(5))
                .run();
    }

    /// Where apt itself gets this release from: others offer packages for it under the same name.
    private String mirror() throws InterruptedException {
        var release = release("VERSION_CODENAME");
        var targets =
                Command.of(
                                "apt-get",
                                "indextargets",
                                "--format",
                                "$(SITE) $(RELEASE) $(ORIGIN)",
                                "Created-By: Packages")
                        .run()
                        .lines()
                        .toList();
        return mirror(targets, release)
                .orElseThrow(
                        () ->
                                new ClusterFailure(
                                        "apt knows no source for %s: `apt-get indextargets` names none"
                                                .formatted(release)));
    }

    /// @param targets one a line: site, release, and who stands behind it
    static Optional<String> mirror(List<String> targets, String release) {
        return targets.stream()
                .map(line -> line.strip().split(" ", 3))
                .filter(target -> target.length == 3 && target[1].equals(release))
                .filter(target -> DISTRIBUTIONS.contains(target[2]))
                .map(target -> target[0])
                .findFirst();
    }

    private String release(String field) {
        return host.read("/etc/os-release")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(field + "="))
                .map(line -> line.substring(field.length() + 1).replace("\"", "").strip())
                .findFirst()
                .orElse("");
    }

    private Path recipe() {
        return settings.recipe().resolve("node");
    }
}

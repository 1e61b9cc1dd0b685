package slipway.cluster;

import java.time.Duration;
import java.util.List;

/// The host's own packages, where we may install some: as root, on Debian, Ubuntu and their kin.
final class Packages {
    private Packages() {}

    static boolean available(Host host) {
        return host.find("apt-get").isPresent() && Doctor.root(host);
    }

    /// Installs what is missing. The package lists are fetched first only when they lack something,
    /// for that takes longer than all the rest.
    static void install(Settings settings, List<String> packages, Duration within)
            throws InterruptedException {
        var install =
                Command.of("apt-get", "install", "-y", "-q", "--no-install-recommends")
                        .and(packages)
                        .with("DEBIAN_FRONTEND", "noninteractive")
                        .within(within)
                        .logging(settings.logs().resolve("apt.log"));
        if (!install.attempt().ok()) {
            Command.of("apt-get", "update", "-q")
                    .within(within)
                    .logging(settings.logs().resolve("apt.log"))
                    .run();
            install.run();
        }
    }

    /// Makes sure that a command is there, or says which package brings it.
    static void need(Settings settings, Host host, Progress progress, String command, String name)
            throws InterruptedException {
        if (host.find(command).isPresent()) {
            return;
        }
        if (!available(host)) {
            throw new ClusterFailure(
                    "%s is needed to build the node image; on Debian and Ubuntu: sudo apt-get install %s"
                            .formatted(command, name));
        }
        progress.say(command + " is missing; installing it: apt-get install " + name);
        install(settings, List.of(name), Duration.ofMinutes(10));
    }
}

package slipway.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The host's own packages, where we may install some: as root, on Debian, Ubuntu and their kin.
final class Packages {
    /// Parts that are made at the same time may want packages at the same time, and apt refuses the
    /// second.
    private static final ReentrantLock ONE = new ReentrantLock();

    /// A host that has just started installs its own updates for a minute or so.
    private static final List<String> PATIENT = List.of("-q", "-o", "DPkg::Lock::Timeout=120");

    private Packages() {}

    static boolean available(Host host) {
        return host.find("apt-get").isPresent() && Doctor.root(host);
    }

    /// Installs what is missing. The package lists are fetched first only when they lack something,
    /// for that takes longer than all the rest.
    static void install(Settings settings, List<String> packages, Duration within)
            throws InterruptedException {
        ONE.lockInterruptibly();
        try {
            var install =
                    Command.of("apt-get", "install", "-y", "--no-install-recommends")
                            .and(PATIENT)
                            .and(packages)
                            .with("DEBIAN_FRONTEND", "noninteractive")
                            .within(within)
                            .logging(settings.logs().resolve("apt.log"));
            if (!install.attempt().ok()) {
                update(settings, within);
                install.run();
            }
        } finally {
            ONE.unlock();
        }
    }

    /// Runs a command that needs the package lists, and once more with new ones where it fails: a
    /// minimal host has none, and old ones name packages that are no longer there.
    ///
    /// @return its standard output
    static String current(Settings settings, Host host, Command command)
            throws InterruptedException {
        var first = command.attempt();
        if (first.ok()) {
            return first.output();
        }
        if (!available(host)) {
            throw new ClusterFailure(
                    command.failure(first).getMessage()
                            + "\nperhaps for old package lists: sudo apt-get update, and try again");
        }
        ONE.lockInterruptibly();
        try {
            update(settings, Duration.ofMinutes(5));
        } finally {
            ONE.unlock();
        }
        return command.run();
    }

    private static void update(Settings settings, Duration within) throws InterruptedException {
        Command.of("apt-get", "update")
                .and(PATIENT)
                .within(within)
                .logging(settings.logs().resolve("apt.log"))
                .run();
    }

    /// Makes sure that a command is there, or says which package brings it.
    static void need(Settings settings, Host host, Progress progress, String command, String name)
            throws InterruptedException {
        if (host.find(command).isPresent()) {
            return;
        }
        if (!available(host)) {
            throw new ClusterFailure(
                    "%s is needed to build images; on Debian and Ubuntu: sudo apt-get install %s"
                            .formatted(command, name));
        }
        progress.say(command + " is missing; installing it: apt-get install " + name);
        install(settings, List.of(name), Duration.ofMinutes(10));
    }
}

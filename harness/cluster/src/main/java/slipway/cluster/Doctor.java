package slipway.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Looks at a host and says what it lacks for a cluster, each lack with its mend; changes nothing.
public record Doctor(Host host, DoctorPlan plan) {
    /// Takes a second or two: most of it is the engine's own answer, so the rest is asked beside
    /// it.
    public DoctorReport examine() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var engine = CompletableFuture.supplyAsync(() -> DoctorEngine.of(host), threads);
            var groups =
                    Stream.of(
                                    engine.thenApply(DoctorEngine::findings),
                                    engine.thenApply(it -> DoctorRoom.findings(host, plan, it)),
                                    supply(() -> DoctorPort.findings(host, plan), threads),
                                    supply(this::limits, threads),
                                    engine.thenApply(it -> DoctorForwarding.findings(host, it)),
                                    supply(() -> DoctorClock.findings(host), threads),
                                    supply(() -> DoctorTools.findings(host, plan), threads))
                            .toList();
            return new DoctorReport(
                    groups.stream().flatMap(group -> group.join().stream()).toList());
        }
    }

    private static CompletableFuture<List<DoctorFinding>> supply(
            Supplier<List<DoctorFinding>> findings, Executor threads) {
        return CompletableFuture.supplyAsync(findings, threads);
    }

    /// What only Linux has; elsewhere the nodes' kernel is the one of the engine's virtual machine.
    private List<DoctorFinding> limits() {
        if (!onLinux(host)) {
            return List.of(
                    DoctorFinding.note(
                            "Linux limits",
                            "not looked at on " + host.system(),
                            "inotify, open files, cgroups, kernel features and forwarding are those of"
                                    + " the engine's virtual machine",
                            ""));
        }
        return Stream.of(
                        DoctorLimits.findings(host, plan),
                        DoctorCgroup.findings(host),
                        DoctorKernel.findings(host))
                .flatMap(List::stream)
                .toList();
    }

    static boolean onLinux(Host host) {
        return host.system().equals("Linux");
    }

    /// Whether this program runs as root.
    static boolean root(Host host) {
        return ofRoot(host, "self");
    }

    /// Whether a process is root's, by its effective user in `/proc/PID/status`.
    static boolean ofRoot(Host host, String pid) {
        return host.read("/proc/" + pid + "/status")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> line.split("\\s+"))
                .anyMatch(columns -> columns.length > 2 && columns[2].equals("0"));
    }

    /// A command as this user has to type it.
    static String asRoot(Host host, String command) {
        return root(host) ? command : "sudo " + command;
    }
}

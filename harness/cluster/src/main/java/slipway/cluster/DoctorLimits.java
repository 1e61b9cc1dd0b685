package slipway.cluster;

import java.util.List;

/// Kernel limits that a cluster in containers runs into: inotify and open files.
final class DoctorLimits {
    /// Measured: three nodes hold 50 before the suite.
    private static final int INSTANCES_LEAST = 50;

    /// With the suite's pods and their log readers.
    private static final int INSTANCES_EASY = 70;

    /// What kind's own documentation asks for; proposed, as a higher limit costs nothing.
    private static final int INSTANCES_PROPOSED = 512;

    private static final int WATCHES_LEAST = 8_192;
    private static final int WATCHES_ENOUGH = 65_536;

    /// An Envoy, an etcd or a load of some hundred connections need 4,096 in one process.
    private static final long FILES_LEAST = 4_096;

    private static final long FILES_ENOUGH = 16_384;

    private DoctorLimits() {}

    static List<DoctorFinding> findings(Host host, DoctorPlan plan) {
        return List.of(instances(host, plan), watches(host), files(host));
    }

    private static DoctorFinding instances(Host host, DoctorPlan plan) {
        var limit = setting(host, "max_user_instances");
        if (limit < 0) {
            return unknown("inotify instances");
        }
        var used = plan.clusterUp() ? 0 : used(host);
        return DoctorFinding.graded(
                "inotify instances",
                plan.clusterUp()
                        ? DoctorFinding.graded(limit, 0, INSTANCES_EASY)
                        : DoctorFinding.graded(limit - used, INSTANCES_LEAST, INSTANCES_EASY),
                limit + (plan.clusterUp() ? "" : ", " + used + " in use by root"),
                INSTANCES_EASY
                        + " free: three nodes take 50, their pods the rest; else \"too many open files\"",
                sysctl(host, "fs.inotify.max_user_instances=" + INSTANCES_PROPOSED));
    }

    /// The limit counts per user, and a node's root is the host's root. An ordinary user sees none
    /// of it.
    private static long used(Host host) {
        return DoctorPort.processes(host)
                .filter(pid -> Doctor.ofRoot(host, pid))
                .flatMap(
                        pid ->
                                host.list("/proc/" + pid + "/fd").stream()
                                        .map(fd -> "/proc/" + pid + "/fd/" + fd))
                .flatMap(fd -> host.link(fd).stream())
                .filter(link -> link.contains("inotify"))
                .count();
    }

    private static DoctorFinding watches(Host host) {
        var limit = setting(host, "max_user_watches");
        if (limit < 0) {
            return unknown("inotify watches");
        }
        return DoctorFinding.graded(
                "inotify watches",
                DoctorFinding.graded(limit, WATCHES_LEAST, WATCHES_ENOUGH),
                String.valueOf(limit),
                WATCHES_ENOUGH + ": every container's files and logs are watched",
                sysctl(host, "fs.inotify.max_user_watches=524288"));
    }

    private static DoctorFinding files(Host host) {
        var limit =
                host.read("/proc/self/limits")
                        .orElse("")
                        .lines()
                        .filter(line -> line.startsWith("Max open files"))
                        .map(
                                line ->
                                        line.substring("Max open files".length())
                                                .strip()
                                                .split("\\s+"))
                        .filter(columns -> columns.length > 1)
                        .map(columns -> columns[1])
                        .findFirst();
        if (limit.isEmpty()) {
            return unknown("open files");
        }
        var files = limit.get().equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit.get());
        return DoctorFinding.graded(
                "open files",
                DoctorFinding.graded(files, FILES_LEAST, FILES_ENOUGH),
                limit.get() + " (hard limit)",
                FILES_ENOUGH + ": node containers can get no more than this shell has",
                Doctor.asRoot(host, "prlimit --pid $$ --nofile=65536:65536")
                        + "   (for this shell; for good: /etc/security/limits.conf)");
    }

    private static int setting(Host host, String name) {
        var text = host.read("/proc/sys/fs/inotify/" + name).orElse("").strip();
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    private static DoctorFinding unknown(String name) {
        return DoctorFinding.note(name, "cannot be read", "a limit that is high enough", "");
    }

    private static String sysctl(Host host, String assignment) {
        return Doctor.asRoot(host, "sysctl -w " + assignment)
                + "   (for good: a line in /etc/sysctl.d/99-slipway.conf)";
    }
}

package slipway.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The loopback port that the gateway will listen on.
final class DoctorPort {
    /// How many following ports are tried for one to propose.
    private static final int PROPOSALS = 50;

    /// State `LISTEN` in `/proc/net/tcp`.
    private static final String LISTENING = "0A";

    private DoctorPort() {}

    static List<DoctorFinding> findings(Host host, DoctorPlan plan) {
        var port = plan.port();
        var name = "port " + port;
        var expected = "127.0.0.1:" + port + " free for the gateway";
        if (plan.clusterUp()) {
            return List.of(DoctorFinding.ok(name, "belongs to the cluster that is up", expected));
        }
        return List.of(
                host.refusesPort(port)
                        .map(
                                why ->
                                        DoctorFinding.fail(
                                                name,
                                                taken(host, port, why),
                                                expected,
                                                mend(host, port)))
                        .orElseGet(() -> DoctorFinding.ok(name, "free", expected)));
    }

    private static String taken(Host host, int port, String why) {
        return holder(host, port)
                .map(process -> "held by " + process)
                .orElseGet(() -> why + "; its holder cannot be seen by this user");
    }

    private static String mend(Host host, int port) {
        var free =
                IntStream.rangeClosed(port + 1, port + PROPOSALS)
                        .filter(other -> other < 65_536 && host.refusesPort(other).isEmpty())
                        .findFirst();
        var look =
                Doctor.onLinux(host)
                        ? Doctor.asRoot(host, "ss -ltnp 'sport = :" + port + "'")
                        : "lsof -nP -iTCP:" + port + " -sTCP:LISTEN";
        return "SLIPWAY_PORT="
                + (free.isPresent() ? String.valueOf(free.getAsInt()) : "ANOTHER")
                + " ./slipway up   or stop the holder: "
                + look;
    }

    /// The process that listens on a port, from `/proc`; empty where this user may not see it.
    private static Optional<String> holder(Host host, int port) {
        var sockets = sockets(host, port);
        return processes(host)
                .filter(
                        pid ->
                                host.list("/proc/" + pid + "/fd").stream()
                                        .flatMap(
                                                fd ->
                                                        host
                                                                .link("/proc/" + pid + "/fd/" + fd)
                                                                .stream())
                                        .anyMatch(sockets::contains))
                .findFirst()
                .map(pid -> describe(host, pid));
    }

    static Stream<String> processes(Host host) {
        return host.list("/proc").stream().filter(name -> name.matches("\\d+"));
    }

    private static String describe(Host host, String pid) {
        var comm = host.read("/proc/" + pid + "/comm").orElse("?").strip();
        var words = host.read("/proc/" + pid + "/cmdline").orElse("").replace('\0', ' ').strip();
        var shown = words.length() > 60 ? words.substring(0, 60) + "…" : words;
        var container =
                Set.of("conmon", "docker-proxy", "rootlessport").contains(comm)
                        ? ", for a container: podman ps, docker ps"
                        : "";
        return comm + ", process " + pid + container + (shown.isEmpty() ? "" : " (" + shown + ")");
    }

    /// Links as they stand in `/proc/PID/fd`: `socket:[INODE]`.
    private static Set<String> sockets(Host host, int port) {
        var ending = String.format(":%04X", port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(file -> host.read(file).orElse("").lines())
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns.length > 9)
                .filter(columns -> columns[1].endsWith(ending) && columns[3].equals(LISTENING))
                .map(columns -> "socket:[" + columns[9] + "]")
                .collect(Collectors.toSet());
    }
}

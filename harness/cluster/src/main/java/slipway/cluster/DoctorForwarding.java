package slipway.cluster;

import java.util.List;

/// A second engine that blocks forwarding: dockerd sets the packet filter's FORWARD policy to DROP,
/// and podman's networks then lose what goes from a pod on one node to a pod on another.
final class DoctorForwarding {
    private static final String NAME = "forwarding";
    private static final String EXPECTED =
            "packets between podman's nodes are forwarded; dockerd's and ufw's policy DROP loses them";

    private DoctorForwarding() {}

    static List<DoctorFinding> findings(Host host, DoctorEngine engine) {
        // Docker lets its own networks through.
        var podman = engine.name().filter("podman"::equals).isPresent();
        return podman && Doctor.onLinux(host) ? List.of(finding(host)) : List.of();
    }

    private static DoctorFinding finding(Host host) {
        var dockerd =
                DoctorPort.processes(host)
                        .anyMatch(
                                pid ->
                                        host.read("/proc/" + pid + "/comm")
                                                .orElse("")
                                                .strip()
                                                .equals("dockerd"));
        var stop =
                dockerd
                        ? Doctor.asRoot(host, "systemctl stop docker.socket docker.service")
                                + " && "
                        : "";
        var mend = stop + Doctor.asRoot(host, "iptables -P FORWARD ACCEPT");
        var answer = host.run("iptables", "-S", "FORWARD");
        if (!answer.succeeded()) {
            return dockerd
                    ? DoctorFinding.warn(
                            NAME,
                            "dockerd runs; the packet filter cannot be read by this user",
                            EXPECTED,
                            mend)
                    : DoctorFinding.ok(NAME, "no dockerd beside podman", EXPECTED);
        }
        if (answer.out().lines().noneMatch(line -> line.strip().equals("-P FORWARD DROP"))) {
            return DoctorFinding.ok(
                    NAME, "policy ACCEPT" + (dockerd ? ", though dockerd runs" : ""), EXPECTED);
        }
        return DoctorFinding.fail(
                NAME,
                "policy DROP" + (dockerd ? ", and dockerd runs beside podman" : ""),
                EXPECTED,
                mend);
    }
}

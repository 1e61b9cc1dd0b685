package slipway.cluster;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which cgroup version the host has, and what follows from it.
final class DoctorCgroup {
    private static final String NAME = "cgroups";
    private static final String EXPECTED = "v2 with cpu, memory and pids; v1 works with help";
    private static final String CHANGE =
            "add systemd.unified_cgroup_hierarchy=1 to the kernel's command line and restart the machine";

    private DoctorCgroup() {}

    static List<DoctorFinding> findings(Host host) {
        return List.of(finding(host));
    }

    private static DoctorFinding finding(Host host) {
        var unified = host.read("/sys/fs/cgroup/cgroup.controllers");
        if (unified.isPresent()) {
            return missing(List.of(unified.get().strip().split("\\s+")), "v2");
        }
        var v1 = host.list("/sys/fs/cgroup");
        if (!v1.contains("memory")) {
            return DoctorFinding.fail(NAME, "none at /sys/fs/cgroup", EXPECTED, CHANGE);
        }
        // Distributions mount the cpu controller alone or together with cpuacct.
        var controllers = v1.stream().flatMap(name -> Stream.of(name.split(","))).toList();
        var version = v1.contains("unified") ? "v1 with v2 beside it (hybrid)" : "v1";
        var lacking = missing(controllers, version);
        if (lacking.state() != DoctorFinding.State.OK) {
            return lacking;
        }
        if (host.find("runc").isEmpty()) {
            return DoctorFinding.warn(
                    NAME,
                    version + ", and no runc",
                    "runc where there is cgroup v1: crun refuses the hybrid form",
                    Doctor.asRoot(host, "apt-get install -y runc"));
        }
        return DoctorFinding.note(
                NAME,
                version,
                "v2; on v1 `up` lets the kubelet accept it (failCgroupV1: false) and podman use runc",
                "");
    }

    private static DoctorFinding missing(List<String> controllers, String version) {
        var lacking =
                Stream.of("cpu", "memory", "pids")
                        .filter(controller -> !controllers.contains(controller))
                        .collect(Collectors.joining(", "));
        return lacking.isEmpty()
                ? DoctorFinding.ok(NAME, version, EXPECTED)
                : DoctorFinding.fail(NAME, version + " without " + lacking, EXPECTED, CHANGE);
    }
}

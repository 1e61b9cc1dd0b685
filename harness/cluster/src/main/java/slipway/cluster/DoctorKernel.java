package slipway.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.cluster.DoctorFinding.State;

/// What the kernel must be able to do for nodes in containers, and for Cilium in them.
final class DoctorKernel {
    private enum Presence {
        YES,
        NO,
        UNKNOWN
    }

    /// @param option the kernel's build option, without `CONFIG_`
    /// @param module the name it has as a module
    /// @param proof a path that exists only where it is loaded, or `fs:NAME` for a file system; may
    ///   be empty
    /// @param lack what its absence means
    private record Feature(
            String name, String option, String module, String proof, State lack, String why) {}

    private static final List<Feature> FEATURES =
            List.of(
                    new Feature(
                            "overlay files",
                            "OVERLAY_FS",
                            "overlay",
                            "fs:overlay",
                            State.FAIL,
                            "images are layers"),
                    new Feature(
                            "veth", "VETH", "veth", "", State.FAIL, "every pod's network device"),
                    new Feature(
                            "bridge",
                            "BRIDGE",
                            "bridge",
                            "",
                            State.FAIL,
                            "the network between the nodes"),
                    new Feature(
                            "bridge netfilter",
                            "BRIDGE_NETFILTER",
                            "br_netfilter",
                            "/proc/sys/net/bridge/bridge-nf-call-iptables",
                            State.WARN,
                            "services of pods on the same node"),
                    new Feature(
                            "connection tracking",
                            "NF_CONNTRACK",
                            "nf_conntrack",
                            "/proc/sys/net/netfilter/nf_conntrack_max",
                            State.FAIL,
                            "kube-proxy's services"),
                    new Feature(
                            "BPF system call",
                            "BPF_SYSCALL",
                            "",
                            "/proc/sys/kernel/unprivileged_bpf_disabled",
                            State.FAIL,
                            "Cilium enforces network policies with it"),
                    new Feature(
                            "BPF files",
                            "BPF_SYSCALL",
                            "",
                            "fs:bpf",
                            State.FAIL,
                            "Cilium keeps its maps there"),
                    new Feature(
                            "cgroup2 files",
                            "CGROUPS",
                            "",
                            "fs:cgroup2",
                            State.FAIL,
                            "Cilium mounts one for its socket programs"),
                    new Feature(
                            "BPF on cgroups",
                            "CGROUP_BPF",
                            "",
                            "",
                            State.FAIL,
                            "Cilium's socket programs"),
                    new Feature(
                            "BPF on devices",
                            "NET_CLS_BPF",
                            "cls_bpf",
                            "",
                            State.FAIL,
                            "Cilium's packet programs"),
                    new Feature(
                            "ingress queue",
                            "NET_SCH_INGRESS",
                            "sch_ingress",
                            "",
                            State.FAIL,
                            "Cilium's packet programs"),
                    new Feature(
                            "netem",
                            "NET_SCH_NETEM",
                            "sch_netem",
                            "",
                            State.NOTE,
                            "delayed and reordered packets as a fault; other faults do not need it"));

    private static final String NAME = "kernel";
    private static final int CAP_SYS_RESOURCE = 24;

    private DoctorKernel() {}

    static List<DoctorFinding> findings(Host host) {
        var kernel = Evidence.of(host);
        var findings = new ArrayList<DoctorFinding>();
        var present = new ArrayList<String>();
        var unknown = new ArrayList<String>();
        for (var feature : FEATURES) {
            switch (kernel.presence(feature)) {
                case YES -> present.add(feature.name());
                case UNKNOWN -> unknown.add(feature.name());
                case NO -> findings.add(lacks(host, feature));
            }
        }
        packetFilter(host, kernel)
                .ifPresentOrElse(findings::add, () -> present.add("packet filter"));
        if (!unknown.isEmpty()) {
            findings.add(
                    DoctorFinding.note(
                            NAME + ": unknown",
                            String.join(", ", unknown),
                            "a kernel that tells (/proc/config.gz, /boot/config-*, /lib/modules)",
                            ""));
        }
        findings.addFirst(
                DoctorFinding.ok(
                        NAME,
                        kernel.release() + ": " + String.join(", ", present),
                        "what nodes in containers and Cilium need"));
        findings.add(modulesFolder(host));
        findings.add(capabilities(host));
        return findings;
    }

    private static DoctorFinding lacks(Host host, Feature feature) {
        return new DoctorFinding(
                NAME + ": " + feature.name(),
                feature.lack(),
                "absent",
                "CONFIG_" + feature.option() + ": " + feature.why(),
                mend(host, feature));
    }

    private static String mend(Host host, Feature feature) {
        if (feature.lack() == State.NOTE) {
            return "";
        }
        return feature.module().isEmpty()
                ? "boot a kernel with it: those of Debian, Ubuntu and Fedora have it"
                : Doctor.asRoot(host, "modprobe " + feature.module())
                        + "   or boot a kernel with it: those of Debian, Ubuntu and Fedora have it";
    }

    /// iptables' old tables or nftables: either will do.
    private static Optional<DoctorFinding> packetFilter(Host host, Evidence kernel) {
        var tables =
                List.of(
                                new Feature(
                                        "iptables",
                                        "IP_NF_IPTABLES",
                                        "ip_tables",
                                        "/proc/net/ip_tables_names",
                                        State.FAIL,
                                        ""),
                                new Feature(
                                        "nftables", "NF_TABLES", "nf_tables", "", State.FAIL, ""))
                        .stream()
                        .map(kernel::presence)
                        .toList();
        if (!tables.stream().allMatch(presence -> presence == Presence.NO)) {
            return Optional.empty();
        }
        return Optional.of(
                DoctorFinding.fail(
                        NAME + ": packet filter",
                        "neither iptables nor nftables",
                        "one of them: services and network policies are made of its rules",
                        Doctor.asRoot(host, "modprobe nf_tables")
                                + "   or boot a kernel with it: those of Debian, Ubuntu and Fedora have it"));
    }

    /// kind mounts the folder into every node, and podman refuses to mount what is not there.
    private static DoctorFinding modulesFolder(Host host) {
        var expected = "there, even if empty: kind mounts it into every node";
        if (host.exists("/lib/modules")) {
            return DoctorFinding.ok("/lib/modules", "there", expected);
        }
        return Doctor.root(host)
                ? DoctorFinding.note(
                        "/lib/modules", "missing", expected, "none needed: `slipway up` makes it")
                : DoctorFinding.fail(
                        "/lib/modules", "missing", expected, "sudo mkdir -p /lib/modules");
    }

    private static DoctorFinding capabilities(Host host) {
        var name = "capabilities";
        var expected =
                "CAP_SYS_RESOURCE; without it podman keeps to the host's limits, Docker cannot run nodes";
        return resourceCapability(host)
                .map(
                        there ->
                                there
                                        ? DoctorFinding.ok(
                                                name, "CAP_SYS_RESOURCE is there", expected)
                                        : DoctorFinding.note(
                                                name, "CAP_SYS_RESOURCE is withheld", expected, ""))
                .orElseGet(() -> DoctorFinding.note(name, "cannot be read", expected, ""));
    }

    /// Whether a process here may ever have CAP_SYS_RESOURCE, which some sandboxes withhold; empty:
    /// unknown.
    static Optional<Boolean> resourceCapability(Host host) {
        return host.read("/proc/self/status")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("CapBnd:"))
                .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .map(bounding -> (bounding & (1L << CAP_SYS_RESOURCE)) != 0)
                .findFirst();
    }

    /// What the kernel tells about itself, read once.
    private record Evidence(
            Host host,
            String release,
            Optional<String> config,
            Optional<String> modules,
            List<String> fileSystems) {
        static Evidence of(Host host) {
            var release = host.read("/proc/sys/kernel/osrelease").orElse("unknown").strip();
            var folder = "/lib/modules/" + release;
            var modules =
                    Stream.of("/modules.builtin", "/modules.dep")
                            .flatMap(file -> host.read(folder + file).stream())
                            .collect(Collectors.joining("\n"));
            return new Evidence(
                    host,
                    release,
                    host.read("/proc/config.gz").or(() -> host.read("/boot/config-" + release)),
                    Optional.of(modules).filter(text -> !text.isBlank()),
                    host.read("/proc/filesystems")
                            .orElse("")
                            .lines()
                            .map(line -> line.replace("nodev", "").strip())
                            .toList());
        }

        Presence presence(Feature feature) {
            if (proven(feature)) {
                return Presence.YES;
            }
            if (config.isPresent()) {
                return byConfig(feature, config.get());
            }
            // The list of modules says nothing of what can never be one.
            if (modules.isPresent() && !feature.module().isEmpty()) {
                return loadable(feature) ? Presence.YES : Presence.NO;
            }
            return Presence.UNKNOWN;
        }

        private boolean proven(Feature feature) {
            var proof = feature.proof();
            if (proof.startsWith("fs:")) {
                return fileSystems.contains(proof.substring(3));
            }
            return (!proof.isEmpty() && host.exists(proof))
                    || (!feature.module().isEmpty()
                            && host.exists("/sys/module/" + feature.module()));
        }

        private Presence byConfig(Feature feature, String options) {
            var line = "CONFIG_" + feature.option() + "=";
            var value = options.lines().filter(option -> option.startsWith(line)).findFirst();
            if (value.isEmpty()) {
                return Presence.NO;
            }
            // A module that this kernel was built with, but whose file nobody installed, is not
            // there.
            return value.get().endsWith("=y") || loadable(feature) ? Presence.YES : Presence.NO;
        }

        private boolean loadable(Feature feature) {
            return modules.orElse("").contains("/" + feature.module() + ".ko");
        }
    }
}

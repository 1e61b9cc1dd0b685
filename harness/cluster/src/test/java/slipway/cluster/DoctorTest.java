package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.cluster.DoctorFinding.State;
import slipway.cluster.DoctorPlan.Nodes;

class DoctorTest {
    private static final long GIB = HostImagined.GIB;
    private static final DoctorPlan COLD = plan(Nodes.UNDECIDED, false);
    private static final DoctorPlan BUNDLED = plan(Nodes.BUNDLED, false);
    private static final DoctorPlan UP = plan(Nodes.CACHED, true);
    private static final DoctorPlan STOPPED = plan(Nodes.UNDECIDED, true);
    private static final String WITHHELD = "Uid:\t0\t0\t0\t0\nCapBnd:\t000001fffeffffff\n";
    private static final String ORDINARY =
            "Uid:\t1000\t1000\t1000\t1000\nCapBnd:\t000001ffffffffff\n";

    private static DoctorPlan plan(Nodes nodes, boolean clusterUp) {
        return new DoctorPlan(Path.of("/checkout"), Path.of("/cache"), 8080, nodes, clusterUp);
    }

    @Test
    @DisplayName("a host that lacks nothing gets nothing but ok, for every check there is")
    void healthy() {
        var report = new Doctor(HostImagined.healthy(), COLD).examine();
        assertThat(report.findings()).allMatch(finding -> finding.state() == State.OK, "is ok");
        assertThat(report.findings())
                .extracting(DoctorFinding::name)
                .containsExactly(
                        "engine",
                        "cores",
                        "memory",
                        "swap",
                        "disk of cache",
                        "disk of engine's store",
                        "disk of temporary files",
                        "port 8080",
                        "inotify instances",
                        "inotify watches",
                        "open files",
                        "cgroups",
                        "kernel",
                        "/lib/modules",
                        "capabilities",
                        "forwarding",
                        "clock",
                        "JDK",
                        "git",
                        "package tools",
                        "Go");
        assertThat(report.preventsUp()).isFalse();
        assertThat(report.complaints(false)).isEmpty();
    }

    /// One lack on an else healthy host, and what has to be said of it.
    private record Lack(
            DoctorPlan plan,
            UnaryOperator<HostImagined> lacking,
            String name,
            State state,
            List<String> words) {
        @Override
        public String toString() {
            return state + " " + name + " " + words;
        }
    }

    private static Lack lack(
            UnaryOperator<HostImagined> lacking, String name, State state, String... words) {
        return lack(COLD, lacking, name, state, words);
    }

    private static Lack lack(
            DoctorPlan plan,
            UnaryOperator<HostImagined> lacking,
            String name,
            State state,
            String... words) {
        return new Lack(plan, lacking, name, state, List.of(words));
    }

    static Stream<Lack> lacks() {
        return Stream.of(
                        engines(),
                        room(),
                        ports(),
                        limits(),
                        cgroups(),
                        kernels(),
                        forwarding(),
                        rest())
                .flatMap(List::stream);
    }

    private static List<Lack> engines() {
        UnaryOperator<HostImagined> none = host -> host.withoutCommand("podman");
        return List.of(
                lack(
                        none,
                        "engine",
                        State.WARN,
                        "docker: not installed; podman: not installed",
                        "`slipway up` runs apt-get install"),
                lack(
                        h -> none.apply(h).file("/proc/self/status", ORDINARY),
                        "engine",
                        State.FAIL,
                        "sudo apt-get install -y"),
                lack(
                        h -> none.apply(h).file("/etc/os-release", "ID=ubuntu\nID_LIKE=debian\n"),
                        "engine",
                        State.WARN,
                        "apt-get"),
                lack(
                        h -> none.apply(h).file("/etc/os-release", "ID=fedora\n"),
                        "engine",
                        State.FAIL,
                        "dnf install"),
                lack(
                        h -> none.apply(h).system("Mac OS X"),
                        "engine",
                        State.FAIL,
                        "podman machine init"),
                lack(
                        h -> h.refusal("podman info", "cannot set up namespace"),
                        "engine",
                        State.FAIL,
                        "podman: does not answer: cannot set up namespace",
                        "podman info"),
                lack(
                        h ->
                                none.apply(h)
                                        .refusal("docker info", "permission denied")
                                        .file("/proc/self/status", ORDINARY),
                        "engine",
                        State.FAIL,
                        "sudo apt-get install",
                        "sudo usermod -aG docker"),
                lack(
                        h -> none.apply(h).refusal("docker info", "Cannot connect"),
                        "engine",
                        State.WARN,
                        "docker: does not answer: Cannot connect"),
                lack(
                        h ->
                                none.apply(h)
                                        .answer("docker info", "[]|/store|4|1|28.2")
                                        .file("/proc/self/status", WITHHELD),
                        "engine",
                        State.WARN,
                        "cannot run privileged containers"),
                lack(
                        h ->
                                h.answer("podman info", "true|/store|4|1|5.4.2")
                                        .file("/proc/self/status", ORDINARY),
                        "engine",
                        State.WARN,
                        "rootless",
                        "sudo ./slipway up"),
                lack(
                        h -> none.apply(h).answer("docker info", "[name=rootless]|/store|4|1|28.2"),
                        "engine",
                        State.WARN,
                        "docker 28.2, rootless"),
                lack(
                        h -> none.apply(h).answer("docker info", "[]|/store|4|1|28.2"),
                        "engine",
                        State.OK,
                        "docker 28.2"),
                lack(
                        h ->
                                h.answer("docker info", "[]|/store|4|1|28.2")
                                        .answer("docker --version", "podman version 4.3.1\n"),
                        "engine",
                        State.OK,
                        "podman 5.4.2"),
                lack(
                        h -> h.answer("docker info", "[]|/store|4|1|28.2"),
                        "second engine",
                        State.NOTE,
                        "podman 5.4.2",
                        "docker is used"),
                lack(
                        h -> h.withoutCommand("iptables"),
                        "packet filter tool",
                        State.FAIL,
                        "apt-get install -y iptables"));
    }

    private static List<Lack> room() {
        UnaryOperator<HostImagined> six = host -> memory(host, 6, 0, 0);
        return List.of(
                lack(h -> h.cores(1), "cores", State.FAIL, "1", "at least 2"),
                lack(six, "memory", State.WARN, "6 GiB available", "8 GiB"),
                lack(h -> memory(h, 3, 0, 0), "memory", State.FAIL, "3 GiB available"),
                lack(
                        UP,
                        h -> memory(h, 3, 0, 0),
                        "memory",
                        State.OK,
                        "beside the cluster that is up"),
                lack(
                        UP,
                        h -> h.file("/proc/meminfo", "MemAvailable: 524288 kB\n"),
                        "memory",
                        State.FAIL,
                        "512 MiB available"),
                lack(h -> h.without("/proc/meminfo"), "memory", State.NOTE, "unknown"),
                lack(h -> memory(h, 20, 8, 2), "swap", State.WARN, "6 GiB in use", "swapoff -a"),
                lack(h -> memory(h, 20, 8, 8), "swap", State.OK, "of 8 GiB in use"),
                lack(h -> h.disk("/cache", "a", GIB), "disk of cache", State.FAIL, "10 GiB"),
                lack(
                        h -> h.disk("/cache", "a", 9 * GIB),
                        "disk of cache",
                        State.WARN,
                        "9 GiB free for /cache",
                        "SLIPWAY_CACHE"),
                lack(BUNDLED, h -> h.disk("/cache", "a", 9 * GIB), "disk of cache", State.OK),
                lack(
                        BUNDLED,
                        h -> h.disk("/cache", "a", GIB),
                        "disk of cache",
                        State.FAIL,
                        "1 GiB free",
                        "2 GiB"),
                lack(
                        h -> h.disk("/store", "b", 9 * GIB),
                        "disk of engine's store",
                        State.WARN,
                        "10 GiB"),
                lack(
                        BUNDLED,
                        h -> h.disk("/store", "b", 5 * GIB),
                        "disk of engine's store",
                        State.FAIL,
                        "6 GiB"),
                lack(UP, h -> h.disk("/store", "b", 2 * GIB), "disk of engine's store", State.OK),
                lack(
                        h -> h.disk("/tmp", "c", GIB),
                        "disk of temporary files",
                        State.WARN,
                        "TMPDIR"),
                lack(
                        h ->
                                h.disk("/tmp", "c", GIB)
                                        .variable("TMPDIR", "/big")
                                        .disk("/big", "d", 9 * GIB),
                        "disk of temporary files",
                        State.OK,
                        "/big"),
                lack(
                        h -> h.disk("/cache", "b", 15 * GIB).disk("/store", "b", 15 * GIB),
                        "disk",
                        State.WARN,
                        "15 GiB free for /cache, /store",
                        "20 GiB: cache 10 GiB, engine's store 10 GiB"),
                lack(
                        h -> h.disk("/cache", "b", 25 * GIB).disk("/store", "b", 25 * GIB),
                        "disk",
                        State.OK),
                lack(
                        h -> h.closed("/cache"),
                        "disk of cache",
                        State.FAIL,
                        "/cache cannot be written to",
                        "SLIPWAY_CACHE",
                        "chown"),
                lack(
                        h -> h.closed("/tmp"),
                        "disk of temporary files",
                        State.FAIL,
                        "cannot be written to",
                        "TMPDIR"),
                lack(
                        h -> h.withoutDisk("/store"),
                        "disk of engine's store",
                        State.NOTE,
                        "unknown for /store"));
    }

    private static HostImagined memory(HostImagined host, int available, int swap, int swapFree) {
        return host.file(
                "/proc/meminfo",
                "MemAvailable: %d kB\nSwapTotal: %d kB\nSwapFree: %d kB\n"
                        .formatted(available << 20, swap << 20, swapFree << 20));
    }

    private static List<Lack> ports() {
        UnaryOperator<HostImagined> held =
                host ->
                        host.takenPort(8080)
                                .file(
                                        "/proc/net/tcp",
                                        "  sl  local_address\n   0: 0100007F:1F90 00000000:0000 0A 0:0 00:0 00 0 0 4711 1\n")
                                .link("/proc/42/fd/3", "socket:[4711]")
                                .file("/proc/42/comm", "python3\n")
                                .file("/proc/42/cmdline", "python3\0-m\0http.server\0");
        return List.of(
                lack(
                        held,
                        "port 8080",
                        State.FAIL,
                        "held by python3, process 42 (python3 -m http.server)",
                        "SLIPWAY_PORT=8081"),
                lack(
                        h -> held.apply(h).takenPort(8081),
                        "port 8080",
                        State.FAIL,
                        "SLIPWAY_PORT=8082"),
                lack(
                        h -> held.apply(h).file("/proc/42/comm", "conmon\n"),
                        "port 8080",
                        State.FAIL,
                        "for a container"),
                lack(
                        h -> h.takenPort(8080),
                        "port 8080",
                        State.FAIL,
                        "Address already in use; its holder cannot be seen"),
                lack(UP, held, "port 8080", State.OK, "belongs to the cluster that is up"));
    }

    private static List<Lack> limits() {
        return List.of(
                lack(
                        h -> h.file("/proc/sys/fs/inotify/max_user_instances", "40"),
                        "inotify instances",
                        State.FAIL,
                        "40, 0 in use",
                        "sysctl -w fs.inotify.max_user_instances=512"),
                lack(
                        h -> h.file("/proc/sys/fs/inotify/max_user_instances", "60"),
                        "inotify instances",
                        State.WARN),
                lack(
                        h ->
                                inotify(
                                        h.file("/proc/sys/fs/inotify/max_user_instances", "128"),
                                        90,
                                        "0"),
                        "inotify instances",
                        State.FAIL,
                        "128, 90 in use by root"),
                lack(
                        h ->
                                inotify(
                                        h.file("/proc/sys/fs/inotify/max_user_instances", "128"),
                                        90,
                                        "1000"),
                        "inotify instances",
                        State.OK),
                lack(
                        UP,
                        h ->
                                inotify(
                                        h.file("/proc/sys/fs/inotify/max_user_instances", "128"),
                                        90,
                                        "0"),
                        "inotify instances",
                        State.OK),
                lack(
                        UP,
                        h -> h.file("/proc/sys/fs/inotify/max_user_instances", "60"),
                        "inotify instances",
                        State.WARN),
                lack(
                        h -> h.without("/proc/sys/fs/inotify/max_user_instances"),
                        "inotify instances",
                        State.NOTE,
                        "cannot be read"),
                lack(
                        h -> h.file("/proc/sys/fs/inotify/max_user_watches", "8192"),
                        "inotify watches",
                        State.WARN,
                        "sysctl -w fs.inotify.max_user_watches=524288"),
                lack(
                        h -> h.file("/proc/sys/fs/inotify/max_user_watches", "1000"),
                        "inotify watches",
                        State.FAIL),
                lack(
                        h -> h.without("/proc/sys/fs/inotify/max_user_watches"),
                        "inotify watches",
                        State.NOTE),
                lack(
                        h -> h.file("/proc/self/limits", "Max open files 1024 4096 files\n"),
                        "open files",
                        State.WARN,
                        "4096 (hard limit)",
                        "prlimit"),
                lack(
                        h -> h.file("/proc/self/limits", "Max open files 1024 1024 files\n"),
                        "open files",
                        State.FAIL,
                        "prlimit"),
                lack(
                        h -> h.file("/proc/self/limits", "Max open files 1024 unlimited files\n"),
                        "open files",
                        State.OK,
                        "unlimited"),
                lack(h -> h.without("/proc/self/limits"), "open files", State.NOTE));
    }

    private static HostImagined inotify(HostImagined host, int count, String user) {
        host.file("/proc/7/status", "Uid:\t%s\t%s\t%s\t%s\n".formatted(user, user, user, user));
        for (int i = 0; i < count; i++) {
            host.link("/proc/7/fd/" + i, "anon_inode:inotify");
        }
        return host;
    }

    private static List<Lack> cgroups() {
        UnaryOperator<HostImagined> v1 =
                host ->
                        host.without("/sys/fs/cgroup/cgroup.controllers")
                                .file("/sys/fs/cgroup/cpu,cpuacct/x", "")
                                .file("/sys/fs/cgroup/memory/x", "")
                                .file("/sys/fs/cgroup/pids/x", "");
        return List.of(
                lack(v1, "cgroups", State.NOTE, "v1", "failCgroupV1"),
                lack(
                        h -> v1.apply(h).file("/sys/fs/cgroup/unified/x", ""),
                        "cgroups",
                        State.NOTE,
                        "hybrid"),
                lack(
                        h -> v1.apply(h).withoutCommand("runc"),
                        "cgroups",
                        State.WARN,
                        "no runc",
                        "apt-get install -y runc"),
                lack(
                        h -> v1.apply(h).without("/sys/fs/cgroup/pids/x"),
                        "cgroups",
                        State.FAIL,
                        "without pids"),
                lack(
                        h -> h.file("/sys/fs/cgroup/cgroup.controllers", "cpu pids"),
                        "cgroups",
                        State.FAIL,
                        "v2 without memory"),
                lack(
                        h -> h.without("/sys/fs/cgroup/cgroup.controllers"),
                        "cgroups",
                        State.FAIL,
                        "none",
                        "unified_cgroup_hierarchy"));
    }

    private static List<Lack> kernels() {
        return List.of(
                kernel("OVERLAY_FS", "kernel: overlay files", State.FAIL, "modprobe overlay"),
                kernel("VETH", "kernel: veth", State.FAIL, "modprobe veth"),
                kernel("BRIDGE", "kernel: bridge", State.FAIL, "modprobe bridge"),
                kernel(
                        "BRIDGE_NETFILTER",
                        "kernel: bridge netfilter",
                        State.WARN,
                        "modprobe br_netfilter"),
                kernel(
                        "NF_CONNTRACK",
                        "kernel: connection tracking",
                        State.FAIL,
                        "modprobe nf_conntrack"),
                kernel("BPF_SYSCALL", "kernel: BPF system call", State.FAIL, "boot a kernel"),
                kernel("BPF_SYSCALL", "kernel: BPF files", State.FAIL, "boot a kernel"),
                kernel("CGROUPS", "kernel: cgroup2 files", State.FAIL, "boot a kernel"),
                kernel("CGROUP_BPF", "kernel: BPF on cgroups", State.FAIL, "boot a kernel"),
                kernel("NET_CLS_BPF", "kernel: BPF on devices", State.FAIL, "modprobe cls_bpf"),
                kernel(
                        "NET_SCH_INGRESS",
                        "kernel: ingress queue",
                        State.FAIL,
                        "modprobe sch_ingress"),
                kernel("NET_SCH_NETEM", "kernel: netem", State.NOTE, "other faults do not need it"),
                lack(
                        h -> option(option(h, "IP_NF_IPTABLES"), "NF_TABLES"),
                        "kernel: packet filter",
                        State.FAIL,
                        "modprobe nf_tables"),
                lack(h -> option(h, "IP_NF_IPTABLES"), "kernel", State.OK, "packet filter"),
                lack(
                        h -> option(h, "VETH").file("/sys/module/veth/x", ""),
                        "kernel",
                        State.OK,
                        "veth"),
                lack(
                        h -> asModules(h, "kernel/drivers/net/veth.ko.xz:\n"),
                        "kernel",
                        State.OK,
                        "veth"),
                lack(
                        h -> asModules(h, "kernel/fs/xfs.ko:\n"),
                        "kernel: veth",
                        State.FAIL,
                        "absent"),
                lack(
                        h -> h.without("/proc/config.gz"),
                        "kernel: unknown",
                        State.NOTE,
                        "veth",
                        "BPF system call"),
                lack(
                        h ->
                                h.without("/proc/config.gz")
                                        .file(
                                                "/lib/modules/6.12.0/modules.dep",
                                                "kernel/fs/xfs.ko:\n"),
                        "kernel: veth",
                        State.FAIL),
                lack(
                        h ->
                                h.without("/proc/config.gz")
                                        .file(
                                                "/lib/modules/6.12.0/modules.builtin",
                                                "kernel/drivers/net/veth.ko\n"),
                        "kernel",
                        State.OK,
                        "veth"),
                lack(
                        h -> h.without("/lib/modules/here"),
                        "/lib/modules",
                        State.NOTE,
                        "missing",
                        "`slipway up` makes it"),
                lack(
                        h -> h.without("/lib/modules/here").file("/proc/self/status", ORDINARY),
                        "/lib/modules",
                        State.FAIL,
                        "sudo mkdir -p /lib/modules"),
                lack(
                        h -> h.file("/proc/self/status", WITHHELD),
                        "capabilities",
                        State.NOTE,
                        "withheld"),
                lack(
                        h -> h.without("/proc/self/status"),
                        "capabilities",
                        State.NOTE,
                        "cannot be read"));
    }

    private static Lack kernel(String option, String name, State state, String... words) {
        return lack(
                h -> option(h, option).file("/proc/filesystems", "\text4\n"), name, state, words);
    }

    private static HostImagined option(HostImagined host, String option) {
        var line = "CONFIG_" + option + "=y\n";
        return host.file(
                "/proc/config.gz", host.read("/proc/config.gz").orElseThrow().replace(line, ""));
    }

    /// veth built as a module, of which `modules` are installed.
    private static HostImagined asModules(HostImagined host, String modules) {
        var config = host.read("/proc/config.gz").orElseThrow();
        return host.file("/proc/config.gz", config.replace("CONFIG_VETH=y", "CONFIG_VETH=m"))
                .file("/lib/modules/6.12.0/modules.dep", modules);
    }

    private static List<Lack> forwarding() {
        UnaryOperator<HostImagined> drop =
                host -> host.answer("iptables -S FORWARD", "-P FORWARD DROP\n");
        UnaryOperator<HostImagined> dockerd = host -> host.file("/proc/9/comm", "dockerd\n");
        return List.of(
                lack(drop, "forwarding", State.FAIL, "policy DROP", "iptables -P FORWARD ACCEPT"),
                lack(
                        h -> dockerd.apply(drop.apply(h)),
                        "forwarding",
                        State.FAIL,
                        "dockerd runs beside podman",
                        "systemctl stop docker.socket"),
                lack(dockerd, "forwarding", State.OK, "though dockerd runs"),
                lack(
                        h -> dockerd.apply(h).refusal("iptables -S FORWARD", "Permission denied"),
                        "forwarding",
                        State.WARN,
                        "cannot be read"));
    }

    private static List<Lack> rest() {
        return List.of(
                lack(h -> h.at("1970-01-02T00:00:00Z"), "clock", State.FAIL, "1970", "timedatectl"),
                lack(h -> h.at("2099-01-01T00:00:00Z"), "clock", State.FAIL, "2099"),
                lack(
                        h ->
                                h.file(
                                        "/sys/devices/system/clocksource/clocksource0/current_clocksource",
                                        "jiffies"),
                        "clock",
                        State.WARN,
                        "jiffies"),
                lack(h -> h.java(21), "JDK", State.FAIL, "Java 21", "JAVA_HOME"),
                lack(h -> h.without("/jdk/bin/jlink"), "JDK", State.FAIL, "/jdk without jlink"),
                lack(h -> h.withoutCommand("git"), "git", State.WARN, "apt-get install -y git"),
                lack(h -> h.withoutCommand("go"), "Go", State.FAIL, "not found", "--bundle"),
                lack(
                        h -> h.answer("go version", "go version go1.9.7 linux/amd64"),
                        "Go",
                        State.FAIL,
                        "Go 1.9.7",
                        "Go 1.26.4 or newer"),
                lack(
                        h -> h.answer("go version", "go version go1.24.0 linux/amd64"),
                        "Go",
                        State.WARN,
                        "Go 1.24.0"),
                lack(
                        h ->
                                h.withoutCommand("go")
                                        .file("/usr/local/go/bin/go", "")
                                        .file("/usr/local/go/VERSION", "go1.26.8\ntime x\n"),
                        "Go",
                        State.OK,
                        "1.26.8"),
                lack(STOPPED, h -> h.withoutCommand("go"), "Go", State.WARN, "not found"),
                lack(UP, h -> h.withoutCommand("go"), "Go", State.OK, "not needed"),
                lack(BUNDLED, h -> h.withoutCommand("go"), "Go", State.OK, "not needed"),
                lack(
                        h -> h.withoutCommand("xz"),
                        "package tools",
                        State.FAIL,
                        "no xz",
                        "apt-get install -y xz-utils",
                        "--bundle"),
                lack(
                        h -> h.withoutCommand("apt-get").withoutCommand("apt-cache"),
                        "package tools",
                        State.FAIL,
                        "no apt-cache, apt-get",
                        "made on Debian or Ubuntu"),
                lack(UP, h -> h.withoutCommand("dpkg-deb"), "package tools", State.WARN),
                lack(
                        BUNDLED,
                        h -> h.withoutCommand("apt-get"),
                        "package tools",
                        State.OK,
                        "not needed"),
                lack(
                        h -> h.without("/checkout/k8s/cluster/node/go/go.mod"),
                        "Go",
                        State.FAIL,
                        "no Go version"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lacks")
    @DisplayName("each lack is seen, weighed, and named with its mend")
    void lacking(Lack lack) {
        var report =
                new Doctor(lack.lacking().apply(HostImagined.healthy()), lack.plan()).examine();
        var finding =
                report.findings().stream()
                        .filter(it -> it.name().equals(lack.name()))
                        .findFirst()
                        .orElseThrow();
        assertThat(finding.state()).as("%s", finding).isEqualTo(lack.state());
        var told = finding.seen() + "\n" + finding.expected() + "\n" + finding.mend();
        assertThat(lack.words()).allSatisfy(words -> assertThat(told).contains(words));
        assertThat(report.preventsUp()).isEqualTo(!report.with(State.FAIL).isEmpty());
        if (lack.state() == State.FAIL) {
            assertThat(report.preventsUp()).isTrue();
        }
    }

    @Test
    @DisplayName(
            "docker's own networks pass its policy: forwarding is not looked at where docker is used")
    void dockerForwards() {
        var host =
                HostImagined.healthy()
                        .answer("docker info", "[]|/store|4|1|28.2")
                        .answer("iptables -S FORWARD", "-P FORWARD DROP\n");
        assertThat(new Doctor(host, COLD).examine().findings())
                .extracting(DoctorFinding::name)
                .doesNotContain("forwarding");
    }

    @Test
    @DisplayName("on macOS the engine's virtual machine is measured, and what is skipped is said")
    void mac() {
        var host =
                HostImagined.healthy()
                        .system("Mac OS X")
                        .answer("podman info", "false|/store|1|2147483648|5.4.2");
        var report = new Doctor(host, COLD).examine();
        assertThat(report.findings())
                .extracting(DoctorFinding::name)
                .contains("Linux limits")
                .doesNotContain("swap");
        assertThat(report.with(State.FAIL))
                .extracting(DoctorFinding::name)
                .containsExactly("cores", "memory");
        assertThat(report.table(false))
                .contains("podman machine set --cpus 4", "not looked at on Mac OS X");
    }

    @Test
    @DisplayName("a warning or a failure without its mend cannot be made")
    void mend() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DoctorFinding.warn("x", "seen", "expected", " "));
    }
}

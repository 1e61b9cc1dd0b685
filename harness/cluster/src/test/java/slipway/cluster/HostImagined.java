package slipway.cluster;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A host made of maps: [#healthy()] lacks nothing, and a test takes away what it wants missed.
final class HostImagined implements Host {
    static final long GIB = 1L << 30;

    private final Map<String, String> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final Map<String, Answer> answers = new HashMap<>();
    private final Map<String, Disk> disks = new HashMap<>();
    private final Set<String> commands = new HashSet<>();
    private final Set<Integer> taken = new HashSet<>();
    private final Map<String, String> variables = new HashMap<>();
    private String system = "Linux";
    private int cores = 4;
    private int java = 25;
    private Instant now = Instant.parse("2026-12-24T12:00:00Z");

    /// Root on Debian with podman on cgroup v2 and a distribution's kernel, all of it with room to
    /// spare.
    static HostImagined healthy() {
        var config =
                Stream.of(
                                "OVERLAY_FS",
                                "VETH",
                                "BRIDGE",
                                "BRIDGE_NETFILTER",
                                "NF_CONNTRACK",
                                "BPF_SYSCALL",
                                "CGROUPS",
                                "CGROUP_BPF",
                                "NET_CLS_BPF",
                                "NET_SCH_INGRESS",
                                "NET_SCH_NETEM",
                                "IP_NF_IPTABLES",
                                "NF_TABLES")
                        .map(option -> "CONFIG_" + option + "=y\n")
                        .reduce("", String::concat);
        return new HostImagined()
                .file("/proc/self/status", "Uid:\t0\t0\t0\t0\nCapBnd:\t000001ffffffffff\n")
                .file(
                        "/proc/self/limits",
                        "Max open files            1024                 1048576              files\n")
                .file(
                        "/proc/meminfo",
                        "MemTotal: 33554432 kB\nMemAvailable: 25165824 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n")
                .file("/proc/sys/fs/inotify/max_user_instances", "512\n")
                .file("/proc/sys/fs/inotify/max_user_watches", "524288\n")
                .file("/proc/sys/kernel/osrelease", "6.12.0\n")
                .file("/proc/config.gz", config)
                .file("/proc/filesystems", "nodev\tbpf\nnodev\tcgroup2\nnodev\toverlay\n\text4\n")
                .file("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids\n")
                .file("/sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n")
                .file("/lib/modules/here", "")
                .file("/jdk/bin/javac", "")
                .file("/jdk/bin/jlink", "")
                .file("/etc/os-release", "ID=debian\n")
                .file("/checkout/k8s/cluster/node/go/go.mod", "module m\n\ngo 1.26.4\n")
                .commands("iptables", "runc", "apt-cache", "apt-get", "dpkg-deb", "xz")
                .answer("podman info", "false|/store|4|33554432000|5.4.2")
                .answer("iptables -S FORWARD", "-P FORWARD ACCEPT\n")
                .answer("git --version", "git version 2.47.0\n")
                .answer("go version", "go version go1.26.8 linux/amd64\n")
                .disk("/cache", "a", 100 * GIB)
                .disk("/store", "b", 100 * GIB)
                .disk("/tmp", "c", 100 * GIB);
    }

    HostImagined file(String path, String text) {
        files.put(path, text);
        return this;
    }

    HostImagined without(String path) {
        files.remove(path);
        return this;
    }

    HostImagined link(String path, String target) {
        links.put(path, target);
        return this;
    }

    HostImagined commands(String... names) {
        commands.addAll(List.of(names));
        return this;
    }

    HostImagined withoutCommand(String name) {
        commands.remove(name);
        answers.keySet().removeIf(words -> words.startsWith(name + " "));
        return this;
    }

    /// @param words the first words of the command
    HostImagined answer(String words, String out) {
        answers.put(words, new Answer(0, out, ""));
        return commands(words.split(" ", 2)[0]);
    }

    HostImagined refusal(String words, String complaint) {
        answers.put(words, new Answer(1, "", complaint));
        return commands(words.split(" ", 2)[0]);
    }

    HostImagined disk(String path, String id, long free) {
        disks.put(path, new Disk(id, free, true));
        return this;
    }

    HostImagined closed(String path) {
        disks.put(path, new Disk(path, 100 * GIB, false));
        return this;
    }

    HostImagined withoutDisk(String path) {
        disks.remove(path);
        return this;
    }

    HostImagined takenPort(int port) {
        taken.add(port);
        return this;
    }

    HostImagined variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    HostImagined system(String name) {
        system = name;
        return this;
    }

    HostImagined cores(int count) {
        cores = count;
        return this;
    }

    HostImagined java(int feature) {
        java = feature;
        return this;
    }

    HostImagined at(String instant) {
        now = Instant.parse(instant);
        return this;
    }

    @Override
    public String system() {
        return system;
    }

    @Override
    public Optional<String> env(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    @Override
    public Optional<String> read(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public List<String> list(String folder) {
        var prefix = folder + "/";
        return Stream.concat(files.keySet().stream(), links.keySet().stream())
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()).split("/", 2)[0])
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public boolean exists(String path) {
        return files.containsKey(path) || !list(path).isEmpty();
    }

    @Override
    public Optional<String> link(String path) {
        return Optional.ofNullable(links.get(path));
    }

    @Override
    public Optional<Disk> disk(String path) {
        return Optional.ofNullable(disks.get(Path.of(path).toString()));
    }

    @Override
    public Optional<String> find(String command) {
        return Optional.of("/usr/bin/" + command).filter(_ -> commands.contains(command));
    }

    @Override
    public Answer run(String... command) {
        var line = String.join(" ", command);
        return answers.entrySet().stream()
                .filter(entry -> line.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(new Answer(Answer.UNANSWERED, "", command[0] + " is not on PATH"));
    }

    @Override
    public Optional<String> refusesPort(int port) {
        return taken.contains(port) ? Optional.of("Address already in use") : Optional.empty();
    }

    @Override
    public int cores() {
        return cores;
    }

    @Override
    public String javaHome() {
        return "/jdk";
    }

    @Override
    public int javaFeature() {
        return java;
    }

    @Override
    public Instant now() {
        return now;
    }
}

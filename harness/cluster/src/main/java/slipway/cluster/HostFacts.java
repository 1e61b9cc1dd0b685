package slipway.cluster;

import java.util.regex.Pattern;

/// What of this host a cluster has to be fitted to.
///
/// @param cgroupV1 the kubelet refuses such a host unless told otherwise, and crun cannot run on it
/// @param sysResource whether CAP_SYS_RESOURCE may be had: without it nobody can raise a limit or
///   lower an OOM score
/// @param openFiles the hard limit of open files
/// @param processes the hard limit of processes
record HostFacts(boolean cgroupV1, boolean sysResource, long openFiles, long processes) {
    private static final int CAP_SYS_RESOURCE = 24;

    static HostFacts of(Host host) {
        var limits = host.read("/proc/self/limits").orElse("");
        return new HostFacts(
                host.exists("/sys/fs/cgroup") && !host.exists("/sys/fs/cgroup/cgroup.controllers"),
                capable(host.read("/proc/self/status").orElse("")),
                hard(limits, "Max open files"),
                hard(limits, "Max processes"));
    }

    /// Where nothing is said, as on macOS, nothing is withheld.
    static boolean capable(String status) {
        return status.lines()
                .filter(line -> line.startsWith("CapBnd:"))
                .allMatch(line -> (mask(line) & (1L << CAP_SYS_RESOURCE)) != 0);
    }

    private static long mask(String line) {
        return Long.parseUnsignedLong(line.substring("CapBnd:".length()).strip(), 16);
    }

    /// A line reads: name, soft limit, hard limit, unit.
    static long hard(String limits, String name) {
        var line = Pattern.compile(Pattern.quote(name) + "\\s+\\S+\\s+(\\d+)");
        var match = line.matcher(limits);
        return match.find() ? Long.parseLong(match.group(1)) : Long.MAX_VALUE;
    }
}

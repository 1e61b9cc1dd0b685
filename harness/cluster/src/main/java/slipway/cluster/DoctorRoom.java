package slipway.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Cores, memory, swap and disk.
final class DoctorRoom {
    private static final long GIB = 1L << 30;

    /// With one core the load generator starves the system it measures, and every run is undecided.
    private static final int CORES = 2;

    /// Three idle nodes take 2 GiB, four api pods with ledger, Postgres and gateway 2 GiB, harness
    /// and load 1 GiB, a build beside them 3 GiB.
    private static final long MEMORY_ENOUGH = 8 * GIB;

    /// The same without the build and without reserve: below, pods are killed for memory.
    private static final long MEMORY_LEAST = 4 * GIB;

    /// A cluster that stands has had its share; what is left must carry one run.
    private static final long MEMORY_LEAST_WHEN_UP = GIB;

    private static final String CACHE = "cache";
    private static final String TEMPORARY = "temporary files";

    private DoctorRoom() {}

    static List<DoctorFinding> findings(Host host, DoctorPlan plan, DoctorEngine engine) {
        var findings = new ArrayList<DoctorFinding>();
        findings.add(cores(host, engine));
        findings.add(memory(host, plan, engine));
        if (Doctor.onLinux(host)) {
            findings.add(swap(host));
        }
        findings.addAll(disks(host, plan, engine));
        return findings;
    }

    private static DoctorFinding cores(Host host, DoctorEngine engine) {
        int cores = Doctor.onLinux(host) || engine.cores() == 0 ? host.cores() : engine.cores();
        return DoctorFinding.graded(
                "cores",
                DoctorFinding.graded(cores, CORES, CORES),
                String.valueOf(cores),
                "at least "
                        + CORES
                        + ": one for the load, so that its figures are not its own delay",
                Doctor.onLinux(host)
                        ? "give this machine another processor"
                        : "podman machine set --cpus 4   (stop it before, start it after)");
    }

    private static DoctorFinding memory(Host host, DoctorPlan plan, DoctorEngine engine) {
        var available = Doctor.onLinux(host) ? meminfo(host, "MemAvailable:") : engine.memory();
        if (available == 0) {
            return DoctorFinding.note(
                    "memory",
                    "unknown",
                    text(MEMORY_ENOUGH) + " free for the nodes and the suite",
                    "");
        }
        var up = plan.clusterUp();
        return DoctorFinding.graded(
                "memory",
                up
                        ? DoctorFinding.graded(
                                available, MEMORY_LEAST_WHEN_UP, 2 * MEMORY_LEAST_WHEN_UP)
                        : DoctorFinding.graded(available, MEMORY_LEAST, MEMORY_ENOUGH),
                text(available) + " available" + (up ? " beside the cluster that is up" : ""),
                up
                        ? text(2 * MEMORY_LEAST_WHEN_UP) + " for a run on the cluster that is up"
                        : text(MEMORY_ENOUGH)
                                + ": nodes 2, suite 2, harness and load 1, a build beside them 3; below "
                                + text(MEMORY_LEAST)
                                + " pods are killed",
                Doctor.onLinux(host)
                        ? "ps -eo rss,pid,comm --sort=-rss | head   (and stop what is not needed)"
                        : "podman machine set --memory 8192   (stop it before, start it after)");
    }

    /// Bytes; 0 where the line is missing.
    private static long meminfo(Host host, String key) {
        return host.read("/proc/meminfo")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(key))
                .map(line -> line.replaceAll("\\D", ""))
                .filter(digits -> !digits.isEmpty())
                .mapToLong(digits -> Long.parseLong(digits) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static DoctorFinding swap(Host host) {
        var used = meminfo(host, "SwapTotal:") - meminfo(host, "SwapFree:");
        var expected =
                "little in use: a node that swaps makes latencies that are the host's, not the suite's";
        if (used > GIB / 2) {
            return DoctorFinding.warn(
                    "swap",
                    text(used) + " in use",
                    expected,
                    Doctor.asRoot(host, "swapoff -a") + "   (where memory allows it)");
        }
        var total = meminfo(host, "SwapTotal:");
        return DoctorFinding.ok(
                "swap",
                total == 0 ? "none" : text(used) + " of " + text(total) + " in use",
                expected);
    }

    /// One finding a file system: places that share one must fit together.
    private static List<DoctorFinding> disks(Host host, DoctorPlan plan, DoctorEngine engine) {
        var shared = new LinkedHashMap<String, List<Place>>();
        var lost = new ArrayList<DoctorFinding>();
        for (var place : places(host, plan, engine)) {
            host.disk(place.path())
                    .ifPresentOrElse(
                            disk ->
                                    shared.computeIfAbsent(disk.id(), _ -> new ArrayList<>())
                                            .add(place.on(disk)),
                            () ->
                                    lost.add(
                                            DoctorFinding.note(
                                                    "disk of " + place.what(),
                                                    "unknown for " + place.path(),
                                                    text(place.need().enough()) + " free",
                                                    "")));
        }
        return Stream.concat(shared.values().stream().map(places -> disk(places)), lost.stream())
                .toList();
    }

    private static List<Place> places(Host host, DoctorPlan plan, DoctorEngine engine) {
        var cache = new Place(CACHE, plan.cache().toString(), Need.of(plan, 10, 2), true);
        var temporary =
                new Place(
                        "temporary files",
                        host.env("TMPDIR").orElse("/tmp"),
                        Need.of(plan, 2, 1),
                        true);
        // On macOS the store is a file inside the virtual machine.
        return Doctor.onLinux(host)
                ? List.of(
                        cache,
                        new Place("engine's store", engine.store(), Need.of(plan, 10, 6), false),
                        temporary)
                : List.of(cache, temporary);
    }

    private static DoctorFinding disk(List<Place> places) {
        var what = places.stream().map(Place::what).collect(Collectors.joining(", "));
        var name = places.size() == 1 ? "disk of " + what : "disk";
        var closed = places.stream().filter(place -> place.ours() && !place.writable()).findFirst();
        if (closed.isPresent()) {
            var path = closed.get().path();
            return DoctorFinding.fail(
                    name,
                    path + " cannot be written to",
                    closed.get().what() + " in a folder of this user",
                    "sudo chown -R \"$USER\" "
                            + path
                            + "\nor move the "
                            + closed.get().elsewhere());
        }
        var free = places.getFirst().free();
        var enough = places.stream().mapToLong(place -> place.need().enough()).sum();
        var least = places.stream().mapToLong(place -> place.need().least()).sum();
        return DoctorFinding.graded(
                name,
                DoctorFinding.graded(free, least, enough),
                text(free) + " free for " + paths(places),
                text(enough)
                        + (places.size() == 1
                                ? ""
                                : ": "
                                        + places.stream()
                                                .map(p -> p.what() + " " + text(p.need().enough()))
                                                .collect(Collectors.joining(", "))),
                mend(places));
    }

    private static String paths(List<Place> places) {
        return places.stream().map(Place::path).collect(Collectors.joining(", "));
    }

    private static String mend(List<Place> places) {
        var look = "delete what is not needed: df -h; du -xh --max-depth=2 ~ | sort -h | tail";
        return places.stream()
                .map(Place::elsewhere)
                .filter(words -> !words.isEmpty())
                .reduce(look, (mend, words) -> mend + "\nor move the " + words);
    }

    static String text(long bytes) {
        return bytes < GIB && bytes > 0
                ? String.format(Locale.ROOT, "%d MiB", bytes >> 20)
                : String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB).replace(".0 ", " ");
    }

    /// How many bytes a place has to have free.
    ///
    /// Measured: the cold build leaves 5.4 GiB of Go build cache, 1.7 of modules and 1.4 of
    /// binaries and root file system, 8.7 GiB of images with three nodes; one more version of the
    /// suite far below 1.
    ///
    /// @param least without it `up` cannot succeed
    private record Need(long least, long enough) {
        /// In GiB: with the build of the node image, and without.
        static Need of(DoctorPlan plan, long toBuild, long built) {
            if (plan.clusterUp()) {
                return new Need(GIB, GIB);
            }
            return switch (plan.nodes()) {
                case CACHED, BUNDLED -> new Need(built * GIB, built * GIB);
                case UNDECIDED -> new Need(built * GIB, toBuild * GIB);
            };
        }
    }

    /// A folder that fills, and how far.
    ///
    /// @param ours whether this user must be able to write there; an engine's store is the engine's
    private record Place(
            String what, String path, Need need, boolean ours, long free, boolean writable) {
        Place(String what, String path, Need need, boolean ours) {
            this(what, path, need, ours, 0, false);
        }

        String elsewhere() {
            return switch (what) {
                case CACHE -> "cache: export SLIPWAY_CACHE=/a/folder/on/a/larger/disk";
                case TEMPORARY -> "temporary files: export TMPDIR=/a/folder/on/a/larger/disk";
                default -> "";
            };
        }

        Place on(Host.Disk disk) {
            return new Place(what, path, need, ours, disk.free(), disk.writable());
        }
    }
}

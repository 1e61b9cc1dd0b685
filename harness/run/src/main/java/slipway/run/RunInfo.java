package slipway.run;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.core.Checker;
import slipway.core.Cluster;
import slipway.core.Scenario;
import slipway.core.Version;
import slipway.core.Workload;

/// `scenario.json`: what was asked, of what, on which machine; written before anything is touched.
///
/// @param twin the scenario whose sabotaged twin this is, or null
/// @param perSecond the load's requests a second
/// @param from version before, by label
/// @param to version after, by label; null where the scenario changes no version
/// @param images reference of each image by version label; of another workload than the subject by
///   its name and the label
/// @param began the wall clock shortly before the run's clock began at 0
/// @param slipway the harness's own version and, where known, commit
/// @param command the words of the command line
public record RunInfo(
        String scenario,
        String family,
        @Nullable String twin,
        Workload subject,
        String load,
        int perSecond,
        String disturbance,
        List<String> claims,
        long seed,
        Duration steady,
        Duration duration,
        Duration delay,
        Duration settle,
        String from,
        @Nullable String to,
        Map<String, String> images,
        Cluster.Info cluster,
        Instant began,
        Host host,
        String slipway,
        List<String> command) {
    public RunInfo {
        claims = List.copyOf(claims);
        images = Map.copyOf(images);
        command = List.copyOf(command);
    }

    /// The machine that ran the harness (and, with kind, the cluster).
    ///
    /// @param memory bytes
    public record Host(int cores, long memory, String os, String java) {
        public static Host here() {
            var system = ManagementFactory.getOperatingSystemMXBean();
            long memory =
                    system instanceof com.sun.management.OperatingSystemMXBean sun
                            ? sun.getTotalMemorySize()
                            : 0;
            return new Host(
                    system.getAvailableProcessors(),
                    memory,
                    "%s %s %s".formatted(system.getName(), system.getVersion(), system.getArch()),
                    System.getProperty("java.vendor.version", "")
                            + " "
                            + Runtime.version().toString());
        }
    }

    /// The facts of a scenario about to run on this machine.
    public static RunInfo of(
            Scenario scenario,
            @Nullable Version to,
            Map<String, String> images,
            Cluster.Info cluster,
            Instant began,
            String slipway,
            List<String> command) {
        return new RunInfo(
                scenario.name(),
                scenario.family(),
                scenario.twin() == null ? null : scenario.twin().of(),
                scenario.subject(),
                scenario.load().description(),
                scenario.load().perSecond(),
                scenario.disturbance().description(),
                scenario.checkers().stream().map(Checker::claim).toList(),
                scenario.seed(),
                scenario.steady(),
                scenario.load().duration(),
                scenario.delay(),
                scenario.settle(),
                scenario.from().label(),
                to == null ? null : to.label(),
                images,
                cluster,
                began,
                Host.here(),
                slipway,
                command);
    }

    /// The images by label, in the order to be shown.
    Map<String, String> imagesInOrder() {
        return new TreeMap<>(images);
    }
}

package slipway.cluster;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/// The clock: certificates depend on its date, latencies on its grain.
final class DoctorClock {
    /// Nobody had this program earlier; such a clock is certainly wrong.
    private static final Instant EARLIEST = Instant.parse("2026-11-01T00:00:00Z");

    /// Ten years on, when the cluster's own certificate authority would have ended.
    private static final Instant LATEST = Instant.parse("2036-11-01T00:00:00Z");

    /// Sources whose steps are milliseconds.
    private static final Set<String> COARSE = Set.of("jiffies", "pit", "refined-jiffies");

    private DoctorClock() {}

    static List<DoctorFinding> findings(Host host) {
        var now = host.now().truncatedTo(ChronoUnit.SECONDS);
        var expected = "the true date: certificates are made from it and checked against it";
        if (now.isBefore(EARLIEST) || now.isAfter(LATEST)) {
            return List.of(
                    DoctorFinding.fail(
                            "clock",
                            "it says " + now,
                            expected,
                            Doctor.asRoot(host, "timedatectl set-ntp true")
                                    + "   or set it: date -s"));
        }
        var source =
                host.read("/sys/devices/system/clocksource/clocksource0/current_clocksource")
                        .orElse("")
                        .strip();
        if (COARSE.contains(source)) {
            return List.of(
                    DoctorFinding.warn(
                            "clock",
                            now + ", source " + source,
                            "a source finer than a millisecond, for latencies",
                            "see /sys/devices/system/clocksource/clocksource0/available_clocksource and write a better one into current_clocksource"));
        }
        return List.of(
                DoctorFinding.ok(
                        "clock", now + (source.isEmpty() ? "" : ", source " + source), expected));
    }
}

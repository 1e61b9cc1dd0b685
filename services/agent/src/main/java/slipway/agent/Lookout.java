package slipway.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.security.Security;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Asks every probe once an interval, each on a thread of its own so that a slow one delays no
/// other.
@ApplicationScoped
class Lookout {
    private final ConcurrentSkipListMap<String, Sighting> latest = new ConcurrentSkipListMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final InstantSource clock = InstantSource.system();
    private final MeterRegistry meters;
    private final List<Probe> probes;
    private final Duration interval;
    private final Duration timeout;

    Lookout(AgentConfig config, MeterRegistry meters) {
        this.meters = meters;
        this.probes = probes(config);
        this.interval = config.agent().interval();
        this.timeout = config.agent().timeout();
    }

    private static List<Probe> probes(AgentConfig config) {
        var probes = new ArrayList<Probe>();
        config.agent()
                .targets()
                .forEach(
                        (name, uri) -> {
                            probes.add(new Probe.Dns("dns-" + name, uri.getHost()));
                            probes.add(new Probe.Http("http-" + name, uri));
                        });
        return List.copyOf(probes);
    }

    void begin(@Observes StartupEvent event) {
        // Java remembers names for 30 s; an agent that remembers does not see DNS fail.
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        for (var probe : probes) {
            Thread.ofVirtual().name(probe.name()).start(() -> watch(probe));
        }
    }

    void end(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    private void watch(Probe probe) {
        meters.gauge(
                "agent.probe.up",
                Tags.of("probe", probe.name()),
                this,
                lookout -> lookout.isUp(probe) ? 1 : 0);
        try {
            do {
                latest.put(probe.name(), look(probe));
            } while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Sighting look(Probe probe) {
        var began = System.nanoTime();
        boolean up;
        String detail;
        try {
            detail = probe.ask(timeout);
            up = true;
        } catch (IOException | RuntimeException e) {
            detail = e.toString();
            up = false;
        }
        var took = System.nanoTime() - began;
        // Nothing bounds a lookup, and an answer that trickles in outlasts the time between bytes.
        if (up && took > timeout.toNanos()) {
            detail = "took %d ms, longer than %d".formatted(took / 1_000_000, timeout.toMillis());
            up = false;
        }
        Timer.builder("agent.probe")
                .tag("probe", probe.name())
                .tag("outcome", up ? "up" : "down")
                .register(meters)
                .record(took, TimeUnit.NANOSECONDS);
        return new Sighting(probe.name(), up, took / 1e6, detail, clock.instant());
    }

    /// What each probe saw last; one that has seen nothing for too long is down.
    List<Sighting> latest() {
        var now = clock.instant();
        return latest.values().stream()
                .map(sighting -> sighting.asOf(now, interval.plus(timeout)))
                .toList();
    }

    private boolean isUp(Probe probe) {
        var sighting = latest.get(probe.name());
        return sighting != null && sighting.asOf(clock.instant(), interval.plus(timeout)).up();
    }

    /// Has every probe been asked at least once?
    boolean lookedRound() {
        return latest.size() == probes.size();
    }
}

package slipway.api;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/// Keeps a new pod out of the Service until its path to ledger has been walked a few times.
///
/// The first requests of a JVM load classes and open connections, which takes a hundred times
/// longer than the later ones; during a rolling update clients would feel it. Readiness says
/// nothing of ledger's health: if ledger is away, clients get a 503 with the reason from a pod that
/// is ready, rather than nothing from a gateway without pods.
@Readiness
@ApplicationScoped
class Rehearsal implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(Rehearsal.class);

    /// Enough to have every class loaded; the compiler comes along later, under load.
    private static final int READS = 20;

    private final LedgerClient ledger;
    private final Duration atMost;
    private final AtomicBoolean over = new AtomicBoolean();

    Rehearsal(@RestClient LedgerClient ledger, ApiConfig config) {
        this.ledger = ledger;
        this.atMost = config.api().rehearsal();
    }

    void begin(@Observes StartupEvent event) {
        Thread.ofVirtual().name("rehearsal").start(this::rehearse);
    }

    private void rehearse() {
        var deadline = System.nanoTime() + atMost.toNanos();
        var reads = 0;
        try {
            while (reads < READS && System.nanoTime() < deadline) {
                ledger.account("a-000");
                reads++;
            }
        } catch (RuntimeException e) {
            LOG.warnf("rehearsal ended after %d reads: %s", reads, e.getMessage());
        } finally {
            over.set(true);
        }
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("rehearsal").status(over.get()).build();
    }
}

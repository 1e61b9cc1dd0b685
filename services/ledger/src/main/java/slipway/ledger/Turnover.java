package slipway.ledger;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicLong;

/// Asks callers now and then to connect anew, and each time while this pod leaves.
///
/// A Service picks a pod for a connection, not for a request, and a caller's pool takes the
/// connection that it used last: a pod that came up while all callers were connected got one
/// request in 28 where half were due. One answer in twenty costs next to nothing, and spreads
/// callers out again within seconds, where they keep no more connections than they use (api's
/// `connection-ttl`).
@ApplicationScoped
class Turnover {
    static final int ONE_IN = 20;

    /// Before everything else, for refusals bear the header too.
    private static final int FIRST = Integer.MAX_VALUE;

    private final AtomicLong answers = new AtomicLong();
    private volatile boolean leaving;

    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        leaving = true;
    }

    void register(@Observes Filters filters) {
        filters.register(
                exchange -> {
                    if (answers.incrementAndGet() % ONE_IN == 0 || leaving) {
                        exchange.response().putHeader("Connection", "close");
                    }
                    exchange.next();
                },
                FIRST);
    }
}

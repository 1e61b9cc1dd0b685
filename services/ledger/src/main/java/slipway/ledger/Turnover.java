package slipway.ledger;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.AtomicLong;

/// Asks callers now and then to connect anew, and each time while this pod leaves or fails.
///
/// A Service picks a pod for a connection, not for a request, and a caller's pool takes the
/// connection that it used last: a pod that came up while all callers were connected got one
/// request in 28 where half were due. One answer in twenty costs next to nothing, and spreads
/// callers out again within seconds, where they keep no more connections than they use (api's
/// `connection-ttl`).
///
/// Who fails may be overloaded, and may have become it because the other was gone for a while: all
/// of api's connections then lead to the one that stayed, whose queue outlasts every caller's
/// patience while the other has come back and idles.
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
                    var due = answers.incrementAndGet() % ONE_IN == 0;
                    exchange.addHeadersEndHandler(_ -> turnAway(exchange.response(), due));
                    exchange.next();
                },
                FIRST);
    }

    private void turnAway(HttpServerResponse answer, boolean due) {
        if (due || leaving || answer.getStatusCode() >= 500) {
            answer.putHeader("Connection", "close");
        }
    }
}

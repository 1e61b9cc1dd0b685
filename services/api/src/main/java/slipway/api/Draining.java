package slipway.api;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Sends kept-alive connections elsewhere while this pod leaves.
///
/// From SIGTERM on, readiness is false and requests are still served for the shutdown delay.
/// Whoever keeps its connection would stay until the end of it and then meet a closed door, so
/// every answer of that time asks to close the connection.
@ApplicationScoped
class Draining {
    /// Before everything else, for refusals bear the header too.
    private static final int FIRST = Integer.MAX_VALUE;

    private volatile boolean leaving;

    void leave(@Observes ShutdownDelayInitiatedEvent event) {
        leaving = true;
    }

    void register(@Observes Filters filters) {
        filters.register(
                exchange -> {
                    if (leaving) {
                        exchange.response().putHeader("Connection", "close");
                    }
                    exchange.next();
                },
                FIRST);
    }
}

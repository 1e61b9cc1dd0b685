package slipway.planted;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Makes a service ill with one [Bug], in front of everything that it does: the service itself is
/// the same as in a sound build.
@ApplicationScoped
class Planted {
    private static final Logger LOG = Logger.getLogger(Planted.class);

    /// Of so many requests one is answered with an error.
    private static final int PER_ERROR = 10;

    /// Of so many requests one may be answered wrongly: more of them than errors, since only
    /// questions for an account can be.
    private static final int PER_WRONG = 5;

    private static final long SLOW_MILLIS = 300;
    private static final int LEAK_BYTES = 256 * 1024;
    private static final int HANGS_AFTER = 100;
    private static final String ACCOUNTS = "/accounts/";

    /// Behind what names version and pod in each answer: clients see who was ill.
    private static final int EARLY = 1_000;

    private final Optional<Bug> bug = Bug.of(System.getenv("SLIPWAY_PLANTED"));
    private final AtomicLong requests = new AtomicLong();
    private final Queue<byte[]> kept = new ConcurrentLinkedQueue<>();

    void start(@Observes StartupEvent event) {
        LOG.warnf("planted: %s", bug.map(Enum::name).orElse("nothing"));
        if (bug.equals(Optional.of(Bug.CRASHLOOP))) {
            // Not exit, which would wait for what hangs on this very start.
            Runtime.getRuntime().halt(1);
        }
    }

    void register(@Observes Filters filters) {
        bug.ifPresent(b -> filters.register(exchange -> strike(b, exchange), EARLY));
    }

    private void strike(Bug bug, RoutingContext exchange) {
        long request = requests.incrementAndGet();
        switch (bug) {
            case ERRORS -> answerOr(exchange, request % PER_ERROR == 0, 500);
            case LYING -> answerOr(exchange, true, 503);
            case SLOW -> later(exchange);
            case WRONG -> askForAnother(exchange, request % PER_WRONG == 0);
            case LEAK -> {
                kept.add(new byte[LEAK_BYTES]);
                exchange.next();
            }
            case HANG -> {
                if (request <= HANGS_AFTER) {
                    exchange.next();
                }
            }
            case CRASHLOOP,
                    DENIES,
                    REKEYS,
                    EARLY,
                    QUEUES,
                    TWICE,
                    ANEW,
                    HASTY,
                    RACY,
                    HALVES,
                    SWALLOWS,
                    STALE ->
                    exchange.next();
            // A new bug is not forgotten here in silence.
            case null -> throw new IllegalStateException("no bug strikes");
        }
    }

    private static void answerOr(RoutingContext exchange, boolean strikes, int status) {
        if (strikes) {
            exchange.response().setStatusCode(status).end("planted");
        } else {
            exchange.next();
        }
    }

    private static void later(RoutingContext exchange) {
        // A body that arrives before somebody reads it would be lost.
        exchange.request().pause();
        exchange.vertx()
                .setTimer(
                        SLOW_MILLIS,
                        _ -> {
                            exchange.request().resume();
                            exchange.next();
                        });
    }

    private static void askForAnother(RoutingContext exchange, boolean strikes) {
        var path = exchange.normalizedPath();
        if (!strikes || !path.startsWith(ACCOUNTS)) {
            exchange.next();
            return;
        }
        // It comes by here again, and is not struck twice in a row.
        exchange.reroute(ACCOUNTS + (path.endsWith("a-000") ? "a-001" : "a-000"));
    }
}

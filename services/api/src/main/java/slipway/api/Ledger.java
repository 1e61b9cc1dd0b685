package slipway.api;

import io.smallrye.faulttolerance.api.ExponentialBackoff;
import io.vertx.core.VertxException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/// Asks ledger, and asks again where that is safe: reads always are, and a transfer is because its
/// key lets it take effect once.
///
/// The bounds stand here as defaults: at most 8 attempts within 6 s, which outlasts the moment in
/// which one of ledger's replicas leaves, yet answers before most clients lose patience. Each pause
/// is twice the one before: a ledger without its Postgres is not kept busy by who waits for it. An
/// attempt itself is bounded in `application.properties`.
@ApplicationScoped
@Retry(maxRetries = 7, delay = 100, jitter = 50, maxDuration = 6_000, retryOn = LedgerAway.class)
@ExponentialBackoff(maxDelay = 1_000)
class Ledger {
    /// How many may wait for ledger at one time, of each method of a resource.
    ///
    /// While ledger stands still this is what it finds when it goes on, and each is to be served
    /// before its attempt ends (3 s at ledger's pool): four pods' are, by a ledger of 100 requests
    /// a second. An attempt that ends in vain takes as much work as one that succeeds, and is
    /// followed by another: where more waited, two cores that had served 115 a second served 40.
    static final int WAITING = 75;

    private final LedgerClient client;

    Ledger(@RestClient LedgerClient client) {
        this.client = client;
    }

    /// What came of an order; `posted` is false where the key had carried out this order before.
    record Posting(boolean posted, Receipt receipt) {}

    Posting post(String key, Order order) {
        return reached(
                () -> {
                    var answer = client.post(key, order);
                    return new Posting(answer.getStatus() == 201, answer.getEntity());
                });
    }

    Receipt transfer(String id) {
        return reached(() -> client.transfer(id));
    }

    Page transfers(String after, String keyPrefix, int limit) {
        return reached(() -> client.transfers(after, keyPrefix, limit));
    }

    Account account(String id) {
        return reached(() -> client.account(id));
    }

    Accounts accounts() {
        return reached(client::accounts);
    }

    /// What the client library throws for a broken or refused connection, or for one too slow, says
    /// that ledger is away; of one that breaks within an answer Vert.x itself tells.
    private static <T> T reached(Supplier<T> call) {
        try {
            return call.get();
        } catch (ProcessingException | VertxException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new LedgerAway("ledger cannot be reached: " + cause.getMessage(), e);
        }
    }
}

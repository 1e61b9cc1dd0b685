package slipway.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/// The way to ledger with one of the bugs that an image of the profile `planted` names, in place of
/// the sound one: each shows where ledger is slow or away.
@Singleton
@Alternative
@Priority(1)
class IllLedger extends Ledger {
    private final String bug =
            Optional.ofNullable(System.getenv("SLIPWAY_PLANTED")).orElse("nothing");
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    IllLedger(@RestClient LedgerClient client) {
        super(client);
    }

    @Override
    Posting post(String key, Order order) {
        return switch (bug) {
            case "denies" -> denies(key, order);
            case "rekeys" -> super.post(asked.add(key) ? key : key + "-again", order);
            default -> super.post(key, order);
        };
    }

    /// Says that nothing was done where it does not know.
    private Posting denies(String key, Order order) {
        try {
            return super.post(key, order);
        } catch (LedgerAway away) {
            throw new LedgerRefused(409, "nothing was done: " + away.getMessage());
        }
    }
}

package slipway.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client asks for: move `amount` from one account to another.
public record Order(@Nullable String from, @Nullable String to, long amount) {
    /// Why no ledger could ever carry this out, if so.
    Optional<String> fault() {
        if (from == null || to == null) {
            return Optional.of("from and to must name accounts, but are " + from + " and " + to);
        }
        if (from.equals(to)) {
            return Optional.of("from and to must differ, but both are " + from);
        }
        return amount > 0
                ? Optional.empty()
                : Optional.of("amount must be above 0, but is " + amount);
    }
}

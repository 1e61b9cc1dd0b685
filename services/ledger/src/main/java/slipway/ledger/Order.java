package slipway.ledger;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client asks for: move `amount` from one account to another.
///
/// @param held only where `from` holds exactly so much (compare and set); null for whatever it
///   holds
public record Order(@Nullable String from, @Nullable String to, long amount, @Nullable Long held) {
    /// The same movement, whatever the condition: a key stands for one movement.
    boolean moves(String debited, String credited, long money) {
        return debited.equals(from) && credited.equals(to) && money == amount;
    }

    /// Whether its condition is met by what the account holds.
    boolean meets(long balance) {
        return held == null || held == balance;
    }

    /// Why no ledger could ever carry this out, if so.
    Optional<String> fault() {
        if (from == null || to == null) {
            return Optional.of("from and to must name accounts, but are " + from + " and " + to);
        }
        if (from.equals(to)) {
            return Optional.of("from and to must differ, but both are " + from);
        }
        if (amount <= 0) {
            return Optional.of("amount must be above 0, but is " + amount);
        }
        return held == null || held >= amount
                ? Optional.empty()
                : Optional.of(
                        "held must be at least the amount of %d, but is %d"
                                .formatted(amount, held));
    }
}

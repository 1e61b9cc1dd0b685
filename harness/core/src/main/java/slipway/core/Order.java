package slipway.core;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.core.History.Exchange;

/// A transfer that clients asked for, once or again and again, always with its key: all of its
/// requests together have one effect, or none.
///
/// @param requests by the time of their planned sending; at least one
public record Order(Transfer transfer, List<Exchange> requests) {
    public Order {
        requests = List.copyOf(requests);
    }

    /// What is known of it by all of its answers. A refusal tells of one request alone: another one
    /// may have had the effect.
    public Outcome outcome() {
        return decisive().outcome();
    }

    /// The request that says what is known: the first that was answered, or else one that may have
    /// had the effect, or else any.
    public Exchange decisive() {
        return answered()
                .or(
                        () ->
                                requests.stream()
                                        .filter(e -> e.outcome().mayHaveTakenEffect())
                                        .findFirst())
                .orElse(requests.getFirst());
    }

    private Optional<Exchange> answered() {
        return requests.stream()
                .filter(e -> e.ended() != null && e.outcome().answered())
                .min(Comparator.comparingLong(e -> e.ended() == null ? 0 : e.ended().at()));
    }

    /// What the account that it takes from has to hold; null for whatever it holds.
    public @Nullable Long held() {
        return requests.getFirst().invoked().operation() instanceof Operation.Write(_, var held)
                ? held
                : null;
    }

    /// When the first of its requests was sent: it had no effect before.
    public long begin() {
        return requests.stream().mapToLong(e -> e.invoked().at()).min().orElseThrow();
    }
}

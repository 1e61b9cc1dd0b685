package slipway.chaos;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Set;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;

/// What [Linearizability] finds of some calls.
public sealed interface Finding<A> {
    /// How many worlds it looked at.
    long states();

    /// Each call can be taken to have happened at one moment between its sending and its answer.
    record Linearizable<A>(long states) implements Finding<A> {}

    /// It would have taken too much to say so.
    ///
    /// @param objects of which nothing is said; the others are linearizable
    record Unknown<A>(List<String> objects, long states) implements Finding<A> {
        public Unknown {
            objects = List.copyOf(objects);
        }
    }

    /// An object did what it could not have done, one call after the other.
    ///
    /// @param witness the fewest calls that show it, by the time of their sending: whatever became
    ///   of all others, no order explains these. One without an end was under way when it was seen,
    ///   or was never answered
    /// @param fewest whether that is certain: none can be left out
    record Illegal<A>(List<Call<A>> witness, boolean fewest, long states) implements Finding<A> {
        /// So many calls are told in a sentence; the events tell of all.
        private static final int TOLD = 6;

        public Illegal {
            witness = List.copyOf(witness);
        }

        String why() {
            return "%s did what no order of its calls explains, whatever became of the others: %s%s"
                    .formatted(
                            witness.getFirst().object(),
                            witness.stream()
                                    .limit(TOLD)
                                    .map(call -> call.act().toString())
                                    .collect(joining(", ")),
                            witness.size() > TOLD ? ", …" : "");
        }

        private List<Event> events(History history) {
            var ids = witness.stream().map(Call::id).collect(toSet());
            return history.events().stream().filter(event -> tells(event, ids)).toList();
        }

        private static boolean tells(Event event, Set<Long> ids) {
            return switch (event) {
                case Event.Invoked invoked -> ids.contains(invoked.id());
                case Event.Ended ended -> ids.contains(ended.id());
                default -> false;
            };
        }
    }

    /// The same of a history.
    ///
    /// @param history whose operations bear the ids of the calls
    default Verdict verdict(String claim, History history) {
        var figures = Map.<String, Number>of("states", states());
        return switch (this) {
            case Linearizable<A> _ -> new Verdict.Holds(claim, figures);
            case Unknown<A> unknown ->
                    new Verdict.Undecided(
                            claim,
                            "too many orders to try of the calls to "
                                    + String.join(", ", unknown.objects()),
                            figures);
            case Illegal<A> illegal ->
                    new Verdict.Violated(claim, illegal.why(), illegal.events(history), figures);
        };
    }
}

package slipway.run;

import java.util.List;
import java.util.Map;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;

/// After the run has put everything back, the cluster is as it was found.
record NothingLeft() implements Checker {
    @Override
    public String claim() {
        return "the run leaves nothing behind on the cluster";
    }

    @Override
    public Verdict check(History history) {
        for (var event : history.events().reversed()) {
            if (event instanceof Event.Swept(var _, var remainder)) {
                return remainder.isEmpty()
                        ? new Verdict.Holds(claim(), Map.of("remaining", 0))
                        : new Verdict.Violated(
                                claim(),
                                String.join("; ", remainder),
                                List.of(event),
                                Map.of("remaining", remainder.size()));
            }
        }
        return new Verdict.Undecided(claim(), "the run was cut off before its sweep", Map.of());
    }
}

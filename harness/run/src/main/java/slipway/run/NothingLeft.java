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
            if (event instanceof Event.Swept swept) {
                return check(swept);
            }
        }
        return new Verdict.Undecided(claim(), "the run was cut off before its sweep", Map.of());
    }

    private Verdict check(Event.Swept swept) {
        Map<String, Number> figures = Map.of("remaining", swept.remainder().size());
        if (!swept.unseen().isEmpty()) {
            return new Verdict.Undecided(
                    claim(),
                    "the sweep could not see " + String.join("; ", swept.unseen()),
                    figures);
        }
        return swept.remainder().isEmpty()
                ? new Verdict.Holds(claim(), figures)
                : new Verdict.Violated(
                        claim(), String.join("; ", swept.remainder()), List.of(swept), figures);
    }
}

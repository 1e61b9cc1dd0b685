package slipway.rollout;

import java.util.Comparator;
import java.util.LinkedHashMap;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Workload;

/// The workload never has fewer ready pods than its strategy promises: `spec.replicas` less
/// `maxUnavailable`.
public record ReadyAsPromised(Workload workload) implements Checker {
    /// Enough to see what happened; a crash loop gives hundreds.
    private static final int WITNESSES = 20;

    @Override
    public String claim() {
        return workload.name() + " never has fewer ready pods than promised";
    }

    @Override
    public Verdict check(History history) {
        var seen = history.observations(workload);
        var figures = new LinkedHashMap<String, Number>();
        figures.put("observations", seen.size());
        // One observation is the state at the start: nothing was seen of the rollout itself.
        if (seen.size() < 2) {
            return new Verdict.Undecided(
                    claim(), "the observer saw " + seen.size() + " states of " + workload, figures);
        }
        figures.put("promised", seen.getFirst().replicas().promised());
        seen.stream()
                .min(Comparator.comparingInt(o -> o.replicas().ready()))
                .ifPresent(o -> figures.put("fewestReady", o.replicas().ready()));
        var broken =
                seen.stream()
                        .filter(o -> o.replicas().ready() < o.replicas().promised())
                        .<Event>map(o -> o)
                        .limit(WITNESSES)
                        .toList();
        return broken.isEmpty()
                ? new Verdict.Holds(claim(), figures)
                : new Verdict.Violated(
                        claim(),
                        "only "
                                + figures.get("fewestReady")
                                + " of "
                                + figures.get("promised")
                                + " promised pods were ready",
                        broken,
                        figures);
    }
}

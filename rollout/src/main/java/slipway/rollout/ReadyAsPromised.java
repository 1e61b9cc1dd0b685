package slipway.rollout;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Step;
import slipway.core.Verdict;
import slipway.core.Workload;

/// The workload never has fewer ready pods than its own strategy promises: `spec.replicas` less
/// `maxUnavailable`, as they were before anything was done to it. Undecided where it was short of
/// pods before anything was done to it, and where the observer did not see it settle in the end.
public record ReadyAsPromised(Workload workload) implements Checker {
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
        int promised = seen.getFirst().replicas().promised();
        figures.put("promised", promised);
        seen.stream()
                .min(Comparator.comparingInt(o -> o.replicas().ready()))
                .ifPresent(o -> figures.put("fewestReady", o.replicas().ready()));
        var broken = seen.stream().filter(o -> o.replicas().ready() < promised).toList();
        long begin = history.span(Step.RUN).map(History.Span::begin).orElse(0L);
        if (!broken.isEmpty() && broken.getFirst().at() < begin) {
            return new Verdict.Undecided(
                    claim(),
                    "only %d pods were ready before anything was done"
                            .formatted(broken.getFirst().replicas().ready()),
                    figures);
        }
        if (!broken.isEmpty()) {
            return new Verdict.Violated(
                    claim(),
                    "only "
                            + figures.get("fewestReady")
                            + " of "
                            + promised
                            + " promised pods were ready",
                    List.copyOf(broken.subList(0, Math.min(Witnesses.AT_MOST, broken.size()))),
                    figures);
        }
        if (!seen.getLast().replicas().settled()) {
            return new Verdict.Undecided(
                    claim(), "the observer did not see " + workload + " settle", figures);
        }
        return new Verdict.Holds(claim(), figures);
    }
}

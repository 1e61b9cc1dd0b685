package slipway.chaos;

import java.util.Comparator;
import java.util.LinkedHashMap;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Step;
import slipway.core.Verdict;
import slipway.core.Workload;

/// No more pods of a workload are missing at a time than its PodDisruptionBudget lets an eviction
/// take. Undecided where nobody saw any missing: then nothing was evicted.
///
/// @param atMost the budget's `maxUnavailable`
public record WithinBudget(Workload workload, int atMost) implements Checker {
    private static final int WITNESSES = 5;

    @Override
    public String claim() {
        return "of the pods of %s no more than %d at a time are missing"
                .formatted(workload.name(), atMost);
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var begin = history.span(Step.RUN).map(History.Span::begin);
        if (begin.isEmpty()) {
            return new Verdict.Undecided(claim(), "nothing was evicted", figures);
        }
        var seen = history.observations(workload);
        var before = seen.stream().filter(o -> o.at() < begin.get() && missing(o) > 0).toList();
        if (!before.isEmpty()) {
            return new Verdict.Undecided(
                    claim(),
                    "%d of its pods were missing before anything was done"
                            .formatted(missing(before.getLast())),
                    figures);
        }
        int most = seen.stream().mapToInt(WithinBudget::missing).max().orElse(0);
        figures.put("observations", seen.size());
        figures.put("mostMissing", most);
        if (most == 0) {
            return new Verdict.Undecided(claim(), "nobody saw any missing", figures);
        }
        var beyond = seen.stream().filter(o -> missing(o) > atMost).toList();
        if (beyond.isEmpty()) {
            return new Verdict.Holds(claim(), figures);
        }
        return new Verdict.Violated(
                claim(),
                "%d were missing at the same time".formatted(most),
                beyond.stream()
                        .sorted(Comparator.comparing(WithinBudget::missing).reversed())
                        .limit(WITNESSES)
                        .map(Event.class::cast)
                        .toList(),
                figures);
    }

    private static int missing(Event.Observed seen) {
        return Math.max(0, seen.replicas().desired() - seen.replicas().ready());
    }
}

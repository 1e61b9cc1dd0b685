package slipway.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// A rollout that is taken back leaves nothing of itself: every object of the suite is as it was
/// right before, and so are the pods, before anybody else puts anything in order.
public record Restored(Workload workload, Version from) implements Checker {
    @Override
    public String claim() {
        return "once %s is taken back, its pods and all objects of the suite are as before"
                .formatted(workload.name());
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var compared =
                history.events().stream()
                        .filter(Event.Compared.class::isInstance)
                        .map(Event.Compared.class::cast)
                        .reduce((_, last) -> last);
        var seen = history.observations(workload);
        if (compared.isEmpty() || seen.isEmpty()) {
            return new Verdict.Undecided(claim(), "nobody compared it with before", figures);
        }
        var different =
                compared.get().differences().stream()
                        .filter(line -> !line.contains(board()))
                        .toList();
        figures.put("different", different.size());
        if (!different.isEmpty()) {
            return new Verdict.Violated(
                    claim(), String.join("; ", different), List.of(compared.get()), figures);
        }
        var last = seen.getLast();
        if (!last.replicas().settledAt(from)) {
            return new Verdict.Violated(
                    claim(), "in the end there are " + last.replicas(), List.of(last), figures);
        }
        boolean back =
                Rollout.waysBack(workload).stream()
                        .flatMap(step -> history.span(step).stream())
                        .anyMatch(span -> span.failure() == null);
        if (!back) {
            return new Verdict.Undecided(claim(), "nobody took it back", figures);
        }
        if (!compared.get().unseen().isEmpty()) {
            return new Verdict.Undecided(
                    claim(),
                    "nobody could look at " + String.join("; ", compared.get().unseen()),
                    figures);
        }
        return new Verdict.Holds(claim(), figures);
    }

    /// It is up for as long as the run is, and tells what became of the rollout.
    private String board() {
        return "ConfigMap rollout-" + workload.name();
    }
}

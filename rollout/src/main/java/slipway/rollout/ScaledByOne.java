package slipway.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.core.Autoscaler;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Workload;

/// The replicas of a workload have one owner at a time: before the autoscaler comes nobody changes
/// their number, and from then on it alone does, within its bounds and without turning back.
public record ScaledByOne(Workload workload, Autoscaler autoscaler) implements Checker {
    @Override
    public String claim() {
        return "the rollout of %s leaves its replicas to the autoscaler".formatted(workload.name());
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var seen = history.observations(workload);
        var scaling = history.span(Autoscaling.scaling(workload));
        if (scaling.isEmpty() || seen.isEmpty()) {
            return new Verdict.Undecided(claim(), "no autoscaler took over", figures);
        }
        int before = seen.getFirst().replicas().desired();
        int now = before;
        int changes = 0;
        for (var observed : seen) {
            int desired = observed.replicas().desired();
            if (desired == now) {
                continue;
            }
            changes++;
            boolean owned = observed.at() >= scaling.get().begin();
            if (!owned || desired < now || desired > autoscaler.most()) {
                return violated(observed, now, figures);
            }
            now = desired;
        }
        figures.put("replicasBefore", before);
        figures.put("replicasAfter", now);
        figures.put("changes", changes);
        return now < autoscaler.least()
                ? new Verdict.Undecided(claim(), "the autoscaler did nothing", figures)
                : new Verdict.Holds(claim(), figures);
    }

    private Verdict violated(Event.Observed observed, int now, Map<String, Number> figures) {
        return new Verdict.Violated(
                claim(),
                "somebody else changed them from %d to %d"
                        .formatted(now, observed.replicas().desired()),
                List.of(observed),
                figures);
    }
}

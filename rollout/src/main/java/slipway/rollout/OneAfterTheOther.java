package slipway.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;

/// No pod of a workload's next version is there before the workload ahead of it is all at its own:
/// what relies on a new schema never meets the old one.
///
/// @param plans in the order in which their workloads have to be rolled out
public record OneAfterTheOther(List<Plan> plans) implements Checker {
    public OneAfterTheOther {
        plans = List.copyOf(plans);
    }

    @Override
    public String claim() {
        return plans.stream()
                .map(plan -> plan.workload().name())
                .collect(
                        Collectors.joining(
                                ", then ",
                                "",
                                ": none begins before the one ahead is at its version"));
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        for (int i = 1; i < plans.size(); i++) {
            var ahead = plans.get(i - 1);
            var behind = plans.get(i);
            var begun = begun(history, behind);
            if (begun.isEmpty()) {
                return new Verdict.Undecided(
                        claim(), behind.workload() + " was not seen to begin", figures);
            }
            var done = done(history, ahead).filter(end -> end.at() < begun.get().at());
            if (done.isEmpty()) {
                return new Verdict.Violated(
                        claim(),
                        "%s had a pod of %s while %s was not yet at %s"
                                .formatted(
                                        behind.workload(),
                                        behind.next(),
                                        ahead.workload(),
                                        ahead.next()),
                        List.of(begun.get()),
                        figures);
            }
            figures.put(
                    behind.workload().name() + "AfterMillis",
                    (begun.get().at() - done.get().at()) / 1_000_000);
        }
        return new Verdict.Holds(claim(), figures);
    }

    /// The first time that a pod of the next version was there.
    private static Optional<Event.Observed> begun(History history, Plan plan) {
        return history.observations(plan.workload()).stream()
                .filter(
                        seen ->
                                seen.replicas().existing().keySet().stream()
                                        .anyMatch(plan.next()::named))
                .findFirst();
    }

    /// The first time that all pods were of the next version, and available.
    private static Optional<Event.Observed> done(History history, Plan plan) {
        return history.observations(plan.workload()).stream()
                .filter(seen -> seen.replicas().settledAt(plan.next()))
                .findFirst();
    }
}

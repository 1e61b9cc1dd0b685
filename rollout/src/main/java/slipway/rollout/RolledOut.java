package slipway.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Step;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// The rollout came to its end, and in the end all pods are of the next version: one that was taken
/// back, however gently, is none.
///
/// @param last the name of the plan's last step that does more than look
public record RolledOut(Workload workload, Version next, String last) implements Checker {
    public RolledOut(Plan plan) {
        this(plan.workload(), plan.next(), last(plan));
    }

    /// Whoever asks to promote is not kept waiting by a pause at the end.
    private static String last(Plan plan) {
        return plan.steps().stream()
                .filter(step -> !step.looks())
                .reduce((_, later) -> later)
                .orElseThrow()
                .name(plan.workload(), plan.next());
    }

    @Override
    public String claim() {
        return "%s is rolled out to %s".formatted(workload.name(), next);
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var back = history.span(Rollout.takingBack(workload));
        if (back.isPresent()) {
            return new Verdict.Violated(claim(), "it was taken back", List.of(), figures);
        }
        var end =
                history.span(last)
                        .filter(s -> s.end() != Long.MAX_VALUE && s.failure() == null)
                        .filter(_ -> Rollout.wayBack(history, workload).isEmpty());
        if (end.isEmpty()) {
            return new Verdict.Undecided(claim(), "it came to no end", figures);
        }
        // Of several updates the last has that name too, and ends last.
        long over =
                history.spans().stream()
                        .filter(s -> s.step().equals(last))
                        .mapToLong(History.Span::end)
                        .max()
                        .orElse(0);
        figures.put("rolloutMillis", (over - begin(history)) / 1_000_000);
        var seen = history.observations(workload);
        if (seen.isEmpty()) {
            return new Verdict.Undecided(claim(), "nobody observed its pods", figures);
        }
        var atLast = seen.getLast();
        if (!atLast.replicas().settledAt(next)) {
            return new Verdict.Violated(
                    claim(), "in the end there are " + atLast.replicas(), List.of(atLast), figures);
        }
        return new Verdict.Holds(claim(), figures);
    }

    /// When the disturbance began: the first step within the run that is no phase of it.
    private static long begin(History history) {
        return history.spans().stream()
                .dropWhile(s -> !s.step().equals(Step.RUN))
                .skip(1)
                .mapToLong(History.Span::begin)
                .findFirst()
                .orElse(0);
    }
}

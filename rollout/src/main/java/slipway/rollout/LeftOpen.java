package slipway.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// Where clients say too little of a version, it is not promoted, and not blamed either: the
/// rollout is given up, and the version of before answers everybody again.
public record LeftOpen(Workload workload, Version next) implements Checker {
    @Override
    public String claim() {
        return "too little traffic promotes nothing and blames nobody";
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var answers = history.exchanges().stream().filter(e -> next.named(e.version())).toList();
        figures.put("answersNext", answers.size());
        if (history.span(Rollout.takingBack(workload)).isPresent()) {
            return new Verdict.Violated(claim(), "it was blamed", List.of(), figures);
        }
        if (history.span(new PlanStep.Promote().name(workload, next)).isPresent()) {
            return new Verdict.Violated(claim(), "it was promoted", Witnesses.of(answers), figures);
        }
        var end =
                history.span(Rollout.givingUp(workload))
                        .filter(s -> s.end() != Long.MAX_VALUE && s.failure() == null);
        if (end.isEmpty()) {
            return new Verdict.Undecided(claim(), "the rollout was not given up", figures);
        }
        long until = end.get().end();
        var after = answers.stream().filter(e -> e.invoked().at() > until).toList();
        return after.isEmpty()
                ? After.of(history, until, figures).judged(claim())
                : new Verdict.Violated(
                        claim(),
                        "it still answers after it was given up",
                        Witnesses.of(after),
                        figures);
    }
}

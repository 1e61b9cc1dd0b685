package slipway.rollout;

import java.util.LinkedHashMap;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// A version that shows itself unfit before clients meet it is taken back, and none ever meets it.
public record NeverMet(Workload workload, Version bad) implements Checker {
    @Override
    public String claim() {
        return "no client ever meets a version that is unfit for clients";
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var met = history.exchanges().stream().filter(e -> bad.named(e.version())).toList();
        figures.put("answersBad", met.size());
        if (!met.isEmpty()) {
            return new Verdict.Violated(
                    claim(),
                    met.size() + " requests were answered by it",
                    Witnesses.of(met),
                    figures);
        }
        return history.span(Rollout.takingBack(workload)).isEmpty()
                ? new Verdict.Undecided(claim(), "nobody took it back", figures)
                : new Verdict.Holds(claim(), figures);
    }
}

package slipway.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// A version whose pods fail is blamed for it while pods of the version before are still there, and
/// so their ordinals below a StatefulSet's partition never get it.
public record HeldBack(Workload workload, Version from, Version bad) implements Checker {
    @Override
    public String claim() {
        return "a version of %s whose pods fail is blamed before the last pod of the version before has gone"
                .formatted(workload.name());
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var tried =
                history.observations(workload).stream()
                        .filter(o -> ready(o.replicas().versions(), bad) > 0)
                        .toList();
        if (tried.isEmpty()) {
            return new Verdict.Undecided(claim(), "no pod of it was ever ready", figures);
        }
        var blamed = history.span(Rollout.takingBack(workload));
        long end = blamed.map(History.Span::begin).orElse(tried.getLast().at());
        figures.put("onTrialMillis", (end - tried.getFirst().at()) / 1_000_000);
        var alone = tried.stream().filter(o -> ready(o.replicas().versions(), from) == 0).toList();
        figures.put("alone", alone.size());
        if (!alone.isEmpty()) {
            return new Verdict.Violated(
                    claim(),
                    "no pod of " + from + " was ready any more",
                    List.of(alone.getFirst()),
                    figures);
        }
        return blamed.isEmpty()
                ? new Verdict.Undecided(claim(), "nobody blamed it", figures)
                : new Verdict.Holds(claim(), figures);
    }

    private static int ready(Map<String, Integer> versions, Version version) {
        return versions.entrySet().stream()
                .filter(ready -> version.named(ready.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}

package slipway.rollout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// A rollout only moves from the old version to the new one, as its clients and the API server see
/// it:
/// - before it begins, only the old version answers;
/// - a request that is sent after it has ended is answered by the new version;
/// - a pod never answers with two versions;
/// - the pods of the old version never become more (that one misses a probe and is ready again
///   makes none).
///
/// While it is under way both answer, in any order: the pods of both are behind the Service.
///
/// @param step the name of the rollout's step
public record VersionsOnlyForward(Workload workload, Version from, Version to, String step)
        implements Checker {
    @Override
    public String claim() {
        return "versions of " + workload.name() + " only move forward";
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        Optional<History.Span> step = history.span(this.step);
        if (step.isEmpty() || step.get().end() == Long.MAX_VALUE) {
            return new Verdict.Undecided(claim(), "the rollout has no begin and end", figures);
        }
        long begin = step.get().begin();
        long end = step.get().end();
        var witnesses = new ArrayList<Event>();
        Map<String, String> versionOfPod = new HashMap<>();
        int old = 0;
        int young = 0;
        int after = 0;
        for (var exchange : history.exchanges()) {
            var ended = exchange.ended();
            if (ended == null || ended.version() == null || ended.pod() == null) {
                continue;
            }
            boolean isOld = from.named(ended.version());
            boolean isNew = to.named(ended.version());
            old += isOld ? 1 : 0;
            young += isNew ? 1 : 0;
            after += exchange.invoked().at() > end ? 1 : 0;
            var known = versionOfPod.putIfAbsent(ended.pod(), ended.version());
            if ((!isOld && !isNew)
                    || (isNew && ended.at() < begin)
                    || (isOld && exchange.invoked().at() > end)
                    || (known != null && !known.equals(ended.version()))) {
                witnesses.add(ended);
            }
        }
        figures.put("answersOld", old);
        figures.put("answersNew", young);
        figures.put("answersAfterRollout", after);
        figures.put("rolloutMillis", (end - begin) / 1_000_000);
        if (!witnesses.isEmpty()) {
            return violated("a version answered out of its time", witnesses, figures);
        }
        var growing = growing(history, begin);
        if (!growing.isEmpty()) {
            return violated("pods of the old version became more", growing, figures);
        }
        if (old == 0 || young == 0 || after == 0) {
            return new Verdict.Undecided(
                    claim(),
                    "both versions have to be heard, and somebody after the rollout, to say so",
                    figures);
        }
        return new Verdict.Holds(claim(), figures);
    }

    private Verdict violated(String why, List<Event> witnesses, Map<String, Number> figures) {
        return new Verdict.Violated(
                claim(), why, witnesses.stream().limit(Witnesses.AT_MOST).toList(), figures);
    }

    private List<Event> growing(History history, long begin) {
        var witnesses = new ArrayList<Event>();
        int fewest = Integer.MAX_VALUE;
        for (var seen : history.observations(workload)) {
            int existing =
                    seen.replicas().existing().entrySet().stream()
                            .filter(e -> from.named(e.getKey()))
                            .mapToInt(Map.Entry::getValue)
                            .sum();
            if (seen.at() >= begin && existing > fewest) {
                witnesses.add(seen);
            }
            fewest = seen.at() < begin ? existing : Math.min(fewest, existing);
        }
        return witnesses;
    }
}

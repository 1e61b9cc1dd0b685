package slipway.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// Clients change from the old version to the new one in one moment, as they see it: no answer of
/// the new version to a request from before the switch, and none of the old one to a request that
/// is sent later than some time after it.
///
/// @param within how long after the switch was begun the old version may still be reached
public record SwitchedAtOnce(Workload workload, Version from, Version to, Duration within)
        implements Checker {
    /// Three seconds, for a gateway on two busy cores.
    public SwitchedAtOnce(Workload workload, Version from, Version to) {
        this(workload, from, to, Duration.ofSeconds(3));
    }

    @Override
    public String claim() {
        return "all clients of %s change version within %d s"
                .formatted(workload.name(), within.toSeconds());
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var span =
                history.span(new PlanStep.Share(100).name(workload, to))
                        .filter(s -> s.end() != Long.MAX_VALUE);
        if (span.isEmpty()) {
            return new Verdict.Undecided(claim(), "there was no switch", figures);
        }
        long begin = span.get().begin();
        var witnesses = new ArrayList<Event>();
        int old = 0;
        int young = 0;
        long lastOld = begin;
        for (var exchange : history.exchanges()) {
            var ended = exchange.ended();
            if (ended == null || ended.version() == null) {
                continue;
            }
            boolean isOld = from.named(ended.version());
            boolean isNew = to.named(ended.version());
            old += isOld ? 1 : 0;
            young += isNew ? 1 : 0;
            long sent = exchange.invoked().at();
            lastOld = isOld ? Math.max(lastOld, sent) : lastOld;
            if ((!isOld && !isNew)
                    || (isNew && ended.at() < begin)
                    || (isOld && sent > begin + within.toNanos())) {
                witnesses.add(ended);
            }
        }
        figures.put("answersOld", old);
        figures.put("answersNew", young);
        figures.put("switchMillis", (lastOld - begin) / 1_000_000);
        if (!witnesses.isEmpty()) {
            return new Verdict.Violated(
                    claim(),
                    "a version answered out of its time",
                    witnesses.stream().limit(Witnesses.AT_MOST).toList(),
                    figures);
        }
        if (old == 0 || young == 0) {
            return new Verdict.Undecided(
                    claim(), "both versions have to be heard to say so", figures);
        }
        return new Verdict.Holds(claim(), figures);
    }
}

package slipway.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// A version that is fit for clients gets all of them: whoever asks after the promotion is answered
/// by it, and nobody has taken it back. The very pods that were judged are promoted: those that
/// clients met before are not replaced by others.
public record Promoted(Workload workload, Version good) implements Checker {
    /// Of so many requests each of a dozen pods gets one, but for one time in a thousand.
    private static final int ENOUGH = 100;

    @Override
    public String claim() {
        return "a version fit for clients is promoted, by the pods that were judged";
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var back = history.span(Rollout.takingBack(workload));
        if (back.isPresent()) {
            return new Verdict.Violated(claim(), "it was taken back", List.of(), figures);
        }
        var promotion =
                history.span(new PlanStep.Promote().name(workload, good))
                        .filter(span -> span.end() != Long.MAX_VALUE && span.failure() == null)
                        .filter(_ -> Rollout.wayBack(history, workload).isEmpty());
        if (promotion.isEmpty()) {
            return new Verdict.Undecided(claim(), "nobody promoted it", figures);
        }
        long end = promotion.get().end();
        var after =
                history.exchanges().stream()
                        .filter(e -> e.invoked().at() > end && !e.failed())
                        .toList();
        var others =
                after.stream().filter(e -> e.ended() != null && !good.named(e.version())).toList();
        figures.put("answersAfterPromotion", after.size());
        figures.put("answersOfOthers", others.size());
        if (!others.isEmpty()) {
            return new Verdict.Violated(
                    claim(), "another version still answers", Witnesses.of(others), figures);
        }
        long begin = promotion.get().begin();
        var judged = pods(history, e -> e.invoked().at() < begin);
        var gone = new TreeSet<>(judged);
        gone.removeAll(pods(history, e -> e.invoked().at() > end));
        figures.put("podsJudged", judged.size());
        figures.put("podsReplaced", gone.size());
        // Of few requests after it not every pod gets one.
        if (!gone.isEmpty() && after.size() >= ENOUGH) {
            return new Verdict.Violated(
                    claim(), "judged, and not promoted: " + gone, List.of(), figures);
        }
        var seen = history.observations(workload);
        if (!seen.isEmpty() && !seen.getLast().replicas().settled()) {
            return new Verdict.Violated(
                    claim(),
                    "its rollout never came to rest: " + seen.getLast().replicas(),
                    List.of(seen.getLast()),
                    figures);
        }
        return after.isEmpty()
                ? new Verdict.Undecided(claim(), "nobody asked after the promotion", figures)
                : new Verdict.Holds(claim(), figures);
    }

    private Set<String> pods(History history, Predicate<Exchange> when) {
        return history.exchanges().stream()
                .filter(e -> good.named(e.version()))
                .filter(when)
                .flatMap(e -> Stream.ofNullable(e.pod()))
                .collect(Collectors.toSet());
    }
}

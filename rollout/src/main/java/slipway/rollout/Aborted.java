package slipway.rollout;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// A rollout that somebody aborts is aborted: soon after somebody has asked for it the next version
/// answers nobody any more, and in the end all pods are of the version before.
///
/// @param within how long after that the next version may still answer
public record Aborted(Workload workload, Version from, Version next, Duration within)
        implements Checker {
    /// Three seconds, for a gateway on two busy cores.
    public Aborted(Workload workload, Version from, Version next) {
        this(workload, from, next, Duration.ofSeconds(3));
    }

    @Override
    public String claim() {
        return "a rollout of %s that is aborted is undone, and its version answers nobody after %d s"
                .formatted(workload.name(), within.toSeconds());
    }

    /// From when an abort counts: from when somebody asked for it, not from when that was heard.
    ///
    /// @param abort the step that is the abort
    /// @return nanoseconds since the run began
    public static long asked(History history, History.Span abort) {
        return history.events().stream()
                .filter(event -> event.at() <= abort.begin())
                .filter(
                        event ->
                                event instanceof Event.Noted(_, var text)
                                        && text.equals(Wish.ABORT.asked()))
                .mapToLong(Event::at)
                .max()
                .orElse(abort.begin());
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var answers = history.exchanges().stream().filter(e -> next.named(e.version())).toList();
        figures.put("answersNext", answers.size());
        var abort = history.span(Rollout.aborting(workload));
        if (abort.isEmpty()) {
            return new Verdict.Violated(
                    claim(), "nobody aborted it", Witnesses.of(answers), figures);
        }
        long begin = asked(history, abort.get());
        long bound = begin + within.toNanos();
        // By when they were sent: what a slow line has in hand is rightly answered to its end.
        var late = answers.stream().filter(e -> e.invoked().at() > bound).toList();
        var last = answers.stream().mapToLong(e -> e.invoked().at()).max();
        if (last.isPresent()) {
            figures.put("lastSentMillis", (last.getAsLong() - begin) / 1_000_000);
        }
        if (!late.isEmpty()) {
            return new Verdict.Violated(
                    claim(), "it answered for longer than that", Witnesses.of(late), figures);
        }
        if (answers.isEmpty()) {
            return new Verdict.Undecided(claim(), "no client had met it before", figures);
        }
        if (abort.get().end() == Long.MAX_VALUE || abort.get().failure() != null) {
            return new Verdict.Undecided(claim(), "the abort came to no end", figures);
        }
        figures.put("abortMillis", (abort.get().end() - begin) / 1_000_000);
        if (!history.exchanges().isEmpty()) {
            long stayed = history.exchanges().getLast().invoked().at() - abort.get().end();
            figures.put("stayedMillis", stayed / 1_000_000);
        }
        var seen = history.observations(workload);
        if (seen.isEmpty()) {
            return new Verdict.Undecided(claim(), "nobody observed its pods", figures);
        }
        var end = seen.getLast();
        return end.replicas().settledAt(from)
                ? new Verdict.Holds(claim(), figures)
                : new Verdict.Violated(
                        claim(), "in the end there are " + end.replicas(), List.of(end), figures);
    }
}

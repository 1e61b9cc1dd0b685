package slipway.rollout;

import java.time.Duration;
import java.util.LinkedHashMap;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// A version that is not fit for clients is taken back, or at least given up: soon after that has
/// begun it answers nobody any more, by the end of that few requests have failed, and after it the
/// version of before answers everybody.
///
/// @param within how long after the taking back has begun it may still answer
/// @param share how large a part of the requests up to the end of the taking back may have failed,
///   0 to 1
public record Withdrawn(Workload workload, Version bad, Duration within, double share)
        implements Checker {
    /// Three seconds, and three requests of a hundred: half of the clients at a version that begins
    /// to fail all of them, until a judge is sure and the gateway has heard, are about two.
    public Withdrawn(Workload workload, Version bad) {
        this(workload, bad, Duration.ofSeconds(3), 0.03);
    }

    @Override
    public String claim() {
        return "a version unfit for clients is withdrawn within %d s, at most %.0f %% of the requests fail until then, and none after it"
                .formatted(within.toSeconds(), 100 * share);
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var answers = history.exchanges().stream().filter(e -> bad.named(e.version())).toList();
        var blamed = history.span(Rollout.takingBack(workload));
        var back = blamed.or(() -> history.span(Rollout.givingUp(workload)));
        figures.put("blamed", blamed.isPresent() ? 1 : 0);
        long until = back.map(History.Span::end).orElse(Long.MAX_VALUE);
        var asked = history.exchanges().stream().filter(e -> e.invoked().at() <= until).toList();
        long failed = asked.stream().filter(History.Exchange::failed).count();
        figures.put("offered", asked.size());
        figures.put("failed", failed);
        figures.put("answersBad", answers.size());
        if (answers.isEmpty()) {
            return new Verdict.Undecided(claim(), "no client has met it", figures);
        }
        if (back.isEmpty()) {
            return new Verdict.Violated(
                    claim(), "nobody took it back", Witnesses.of(answers), figures);
        }
        // By when they were sent: what a slow line has in hand is rightly answered to its end.
        long begin = back.get().begin();
        long first = answers.getFirst().invoked().at();
        long last = answers.stream().mapToLong(e -> e.invoked().at()).max().orElse(first);
        figures.put("onTrialMillis", (last - first) / 1_000_000);
        figures.put("lastSentMillis", (last - begin) / 1_000_000);
        var wrong = answers.stream().filter(History.Exchange::failed).toList();
        if (!wrong.isEmpty()) {
            figures.put(
                    "badMillis",
                    (wrong.getLast().invoked().at() - wrong.getFirst().invoked().at()) / 1_000_000);
        }
        var late =
                answers.stream().filter(e -> e.invoked().at() > begin + within.toNanos()).toList();
        if (!late.isEmpty()) {
            return new Verdict.Violated(
                    claim(), "it answered for longer than that", Witnesses.of(late), figures);
        }
        if (failed > share * asked.size()) {
            return new Verdict.Violated(
                    claim(),
                    "%d of %d requests failed".formatted(failed, asked.size()),
                    Witnesses.of(answers),
                    figures);
        }
        return After.of(history, until, figures).judged(claim());
    }
}

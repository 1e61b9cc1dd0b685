package slipway.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.core.Baseline;
import slipway.core.Event;
import slipway.core.History.Exchange;
import slipway.core.Image;
import slipway.core.Outcome;
import slipway.core.Stage;
import slipway.core.Workload;

/// What clients of both versions saw.
///
/// @param old the version before
/// @param since from when on it counts what clients of the version before saw
/// @param begin from when on the next version is judged
/// @param alone whether it has all clients: nobody is left to compare with but clients of before
/// @param baseline the workload whose pods it is compared with, where there is one
record ByClients(
        Stage stage,
        Workload workload,
        Image old,
        long since,
        long begin,
        boolean alone,
        Optional<Workload> baseline)
        implements Trial.Testimony {
    /// Longer than any answer takes that is still to come; a slow line needs two of them to ask.
    private static final Duration OVERDUE = Duration.ofSeconds(4);

    private static final Outcome NO_ANSWER =
            new Outcome.Uncertain("no answer for %d s".formatted(OVERDUE.toSeconds()));

    @Override
    public Duration every() {
        return Heed.AGAIN;
    }

    @Override
    public Finding judged(CanaryJudge judge) {
        var usual =
                stage.clients().since(since).stream()
                        .filter(exchange -> old.version().equals(exchange.version()))
                        .toList();
        var before = alone ? usual : usual.stream().filter(e -> e.invoked().at() >= begin).toList();
        var trial = trial(before);
        if (baseline.isEmpty()) {
            return judge.judge(usual, before, trial);
        }
        var fresh =
                before.stream().filter(exchange -> Baseline.has(workload, exchange.pod())).toList();
        return judge.judge(usual, before, fresh, trial);
    }

    /// What bears nobody's name is put down to the next version, but for what befell clients after
    /// the last one whom the version before has answered: then nobody answers.
    private List<Exchange> trial(List<Exchange> before) {
        long answering =
                alone
                        ? Long.MAX_VALUE
                        : before.stream().mapToLong(e -> e.invoked().at()).max().orElse(begin);
        return Stream.concat(
                        stage.clients().since(begin).stream()
                                .filter(e -> !old.version().equals(e.version())),
                        overdue())
                .filter(e -> e.version() != null || (e.failed() && e.invoked().at() <= answering))
                .toList();
    }

    /// Who has waited for so long will fail: whoever counts only what has ended sees the first that
    /// hangs once all of them have waited for as long as clients do.
    private Stream<Exchange> overdue() {
        long now = stage.clock().now();
        return stage.clients().waiting(now - OVERDUE.toNanos()).stream()
                .map(Exchange::invoked)
                .filter(invoked -> invoked.at() >= begin)
                .map(
                        invoked ->
                                new Exchange(
                                        invoked,
                                        new Event.Ended(now, invoked.id(), NO_ANSWER, null, null)));
    }
}

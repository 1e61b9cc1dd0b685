package slipway.run;

import java.util.List;
import java.util.Map;
import slipway.core.Checker;
import slipway.core.History;
import slipway.core.Step;
import slipway.core.Verdict;

/// Puts a history before all checkers of a scenario: pure, so that a stored run is judged the same
/// way, without a cluster, at any later time.
final class Judge {
    private Judge() {}

    /// One verdict a claim. Where the suite failed clients in the steady state already, before
    /// anything was done to it, nothing can be said of the disturbance: all claims are undecided.
    static List<Verdict> judge(List<Checker> checkers, History history) {
        var unsteady = unsteady(history);
        return checkers.stream()
                .map(
                        checker ->
                                unsteady.isEmpty()
                                        ? checker.judge(history)
                                        : new Verdict.Undecided(
                                                checker.claim(), unsteady, Map.of()))
                .toList();
    }

    /// Why the steady state was none; empty where it was one.
    static String unsteady(History history) {
        var steady = history.span(Step.STEADY);
        if (steady.isEmpty()) {
            return "there was no steady state to compare with";
        }
        var exchanges = history.exchanges(steady.get());
        long failed = exchanges.stream().filter(History.Exchange::failed).count();
        if (failed > 0) {
            return "%d of %d requests failed in the steady state, before anything was done"
                    .formatted(failed, exchanges.size());
        }
        return exchanges.isEmpty() ? "no request was sent in the steady state" : "";
    }
}

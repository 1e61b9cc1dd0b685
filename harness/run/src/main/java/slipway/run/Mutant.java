package slipway.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.chaos.Amid;
import slipway.chaos.LinearizableAccounts;
import slipway.chaos.WithoutBudget;
import slipway.core.AlsoAt;
import slipway.core.Checker;
import slipway.core.InvalidSpec;
import slipway.core.Scenario;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.MoneyConserved;
import slipway.loadtest.NoFailedRequests;
import slipway.loadtest.NoLostTransfers;
import slipway.loadtest.OneAnswerPerKey;

/// A suite with a bug planted in it, and the scenario that has to catch it: were it missed, the
/// scenario's claims would say nothing of sound ones either.
///
/// @param bug as the version's label names it, if it is in a build
/// @param what it does wrong
/// @param sound the scenario as it is played with the sound suite
/// @param scenario the same with the bug in it
/// @param claims those that the bug breaks: another one that is violated beside it, by a host that
///   is slow, does not count
record Mutant(String bug, String what, Scenario sound, Scenario scenario, List<String> claims) {
    /// Where a ledger is killed, at a rate that a slow host bears as well: a sound suite that is
    /// overwhelmed there would be blamed for it.
    static List<Mutant> all() {
        var api = Workload.deployment("api");
        var ledger = Workload.statefulSet("ledger");
        var failed = new NoFailedRequests();
        var lost = new NoLostTransfers();
        var order = new LinearizableAccounts();
        var money = new MoneyConserved();
        var same = new OneAnswerPerKey();
        return List.of(
                of("drainless", "ends at SIGTERM with requests in its hands", "delete-api")
                        .by(failed),
                of("nosync", "answers before it has written (synchronous_commit)", "kill-postgres")
                        .by(lost),
                of("nofsync", "answers before it is on the disk (fsync)", "power-failure").by(lost),
                of("early", "answers before it has committed", "orders-again").by(lost, order),
                of("queues", "answers first, and drops that at SIGTERM", "delete-ledger")
                        .by(lost, order),
                of("halves", "takes in one transaction, and gives in another", "orders-again")
                        .by(money, order),
                of("racy", "writes over what others wrote meanwhile", "compare-and-set")
                        .by(money, order),
                of("stale", "tells balances that are old", "compare-and-set").by(order),
                of("ephemeral", "keeps its data only as long as its pod", "delete-postgres")
                        .by(lost),
                of("twice", "moves the money again for an order that comes again", "orders-again")
                        .by(money, order),
                of("hasty", "looks at a balance before it locks it", "compare-and-set").by(order),
                of("anew", "says of an order that comes again that it was done now", "orders-again")
                        .by(same),
                budgetless(api),
                lying(),
                of("rekeys", "asks again under another key", "freeze-ledger", api).by(money, order),
                of("denies", "says no where it does not know", "freeze-ledger", api)
                        .by(lost, order),
                of("swallows", "says that all is well where it failed", "kill-postgres", ledger)
                        .by(lost, order));
    }

    /// @param also the workloads, beside the scenario's own, in which the bug may be
    private static Mutant of(String bug, String what, String scenario, Workload... also) {
        var sound = Scenarios.named(scenario);
        return new Mutant(
                bug,
                what,
                sound,
                sound.mutated(
                        "%s-%s".formatted(scenario, bug),
                        new Version("v1-" + bug),
                        new AlsoAt(sound.disturbance(), List.of(also))),
                List.of());
    }

    /// The bug is in no build, but in what the manifests lack.
    private static Mutant budgetless(Workload workload) {
        var sound = Scenarios.named("drain-node");
        return new Mutant(
                        "budgetless",
                        "lets a drain take all pods of a node at once",
                        sound,
                        sound.mutated(
                                "drain-node-budgetless",
                                sound.from(),
                                new Amid(
                                        new WithoutBudget(workload),
                                        Duration.ZERO,
                                        sound.disturbance())),
                        List.of())
                .by(ChaosScenarios.BUDGET);
    }

    /// The bug is in the build that is rolled out: caught as the scenario's twin is.
    private static Mutant lying() {
        var name = "rolling-statefulset";
        var ill = Scenarios.named(name + "-sabotaged");
        return new Mutant(
                "lying",
                "says that it is ready before it is",
                Scenarios.named(name),
                ill,
                Optional.ofNullable(ill.twin()).map(Scenario.Twin::claim).stream().toList());
    }

    private Mutant by(Checker... checkers) {
        return new Mutant(
                bug, what, sound, scenario, Stream.of(checkers).map(Checker::claim).toList());
    }

    /// Whether it was caught by what it breaks. The sound suite must have kept that claim in the
    /// same minutes: one that a slow host breaks in both says nothing of the bug.
    ///
    /// @param ill verdicts on the suite with the bug
    /// @param well verdicts on the sound one
    boolean caught(List<Verdict> ill, List<Verdict> well) {
        return claims.stream()
                .anyMatch(
                        claim ->
                                says(ill, claim, Verdict.Violated.class)
                                        && says(well, claim, Verdict.Holds.class));
    }

    private static boolean says(
            List<Verdict> verdicts, String claim, Class<? extends Verdict> word) {
        return verdicts.stream().anyMatch(v -> v.claim().equals(claim) && word.isInstance(v));
    }

    /// Those of these bugs; all where none is named.
    ///
    /// @throws InvalidSpec naming those that there are
    static List<Mutant> named(List<String> bugs) {
        var all = all();
        for (var bug : bugs) {
            if (all.stream().noneMatch(mutant -> mutant.bug().equals(bug))) {
                throw new InvalidSpec(
                        "no mutant is called %s; there are: %s"
                                .formatted(
                                        bug,
                                        all.stream()
                                                .map(Mutant::bug)
                                                .collect(Collectors.joining(", "))));
            }
        }
        return all.stream().filter(m -> bugs.isEmpty() || bugs.contains(m.bug())).toList();
    }

    /// The scenario of that name, if it is a mutant's.
    static Stream<Scenario> scenario(String name) {
        return all().stream().map(Mutant::scenario).filter(s -> s.name().equals(name));
    }
}

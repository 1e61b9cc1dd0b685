package slipway.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.chaos.FailsOnlyMeanwhile;
import slipway.chaos.Injection;
import slipway.chaos.LinearizableAccounts;
import slipway.chaos.NodeOfPrimary;
import slipway.chaos.Primary;
import slipway.chaos.SeenToEnd;
import slipway.chaos.UnderWrites;
import slipway.core.Checker;
import slipway.core.Fault.AtNode;
import slipway.core.Fault.AtPod;
import slipway.core.Scenario;
import slipway.core.Scenario.Twin;
import slipway.core.Version;
import slipway.loadtest.OpenLoad;

/// A database with a standby loses its primary. They are for a suite of the overlay `failover`, and
/// are refused on any other.
final class FailoverScenarios {
    /// Their own: who runs all of `chaos` has no such suite.
    private static final String FAMILY = "failover";

    /// A primary that was killed on a node that lives is started again there: a copy would be
    /// slower, since nobody may take over for 20 s.
    private static final Duration RESTART = Duration.ofSeconds(30);

    /// Longer than the 20 s after which another may take over, and shorter than the 50 s after
    /// which a node is given up.
    private static final Duration AWAY = Duration.ofSeconds(40);

    /// Half of api is on that node too: until it goes on its clients wait in vain, and some seconds
    /// more.
    private static final Duration OUTAGE = AWAY.plusSeconds(20);

    /// Of one host two databases write all of it: it bears half of what it bears with one. As many
    /// transfers a second were promised right before.
    private static final int MANY = ChaosScenarios.MANY / 2;

    /// With 15 % more, as with one, the two seconds before a kill had too few once in fifty, by the
    /// client's own dice.
    private static final OpenLoad WRITES = ChaosScenarios.WRITES.at(MANY * 120 / 100);

    private FailoverScenarios() {}

    static List<Scenario> all() {
        var kill = new Injection(new Primary(ChaosScenarios.POSTGRES, AtPod.Kind.KILL));
        var freeze = new NodeOfPrimary(ChaosScenarios.POSTGRES, AtNode.Kind.FREEZE);
        var crash = new NodeOfPrimary(ChaosScenarios.POSTGRES, AtNode.Kind.CRASH);
        var reads = List.<Checker>of(new LinearizableAccounts());
        // A node takes half of api with it, which says nothing to anybody.
        var answered = List.<Checker>of(new LinearizableAccounts(), ChaosScenarios.ANSWERED);
        return Stream.of(
                        withTwin("kill-primary", kill, RESTART, answered),
                        // Until its Patroni has looked, a primary that goes on answers reads from
                        // the past, and was seen to (docs/decisions/0019).
                        withTwin(
                                "freeze-primary-node",
                                new Injection(freeze, AWAY),
                                OUTAGE,
                                List.of()),
                        withTwin(
                                "crash-primary-node",
                                new Injection(crash, AWAY),
                                AWAY.plus(ChaosScenarios.NODE_BACK),
                                reads))
                .flatMap(each -> each)
                .toList();
    }

    /// The twin's database has answered before it wrote, and before its standby knew.
    ///
    /// @param others what is claimed beside
    private static Stream<Scenario> withTwin(
            String name, Injection injection, Duration outage, List<Checker> others) {
        var claims = new ArrayList<>(others);
        claims.add(new FailsOnlyMeanwhile(injection.step(), outage));
        claims.add(new UnderWrites(injection.before(), MANY));
        claims.add(new SeenToEnd(injection.seen()));
        return Stream.of(
                scenario(name, null, RolloutScenarios.FIRST, injection, claims),
                scenario(
                        name + "-sabotaged",
                        ChaosScenarios.lossIn(name),
                        ChaosScenarios.NOSYNC,
                        injection,
                        claims));
    }

    private static Scenario scenario(
            String name,
            @Nullable Twin twin,
            Version from,
            Injection injection,
            List<Checker> claims) {
        return ChaosScenarios.claiming(
                FAMILY, claims, name, twin, injection.workload(), from, injection, WRITES);
    }
}

package slipway.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.chaos.FailsOnlyUnderFaults;
import slipway.chaos.Injection;
import slipway.chaos.SeenToEnd;
import slipway.core.Disturbance;
import slipway.core.Scenario;
import slipway.core.Scenario.Twin;
import slipway.core.Series;
import slipway.core.ThereOrBack;
import slipway.core.Upon;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.rollout.Plan;
import slipway.rollout.Rollout;

/// Each fault in each phase of each strategy, one rollout after the other. A fault may find nobody
/// to be at: while a Deployment is recreated there are no pods.
final class RolloutsUnderFaults {
    /// Where a plan is one step: how far into it. Four pods in turn take some 40 s.
    private static final List<Duration> INTO =
            Stream.of(0, 12, 24).map(Duration::ofSeconds).toList();

    private static final Duration BETWEEN = Duration.ofSeconds(10);

    /// All pods are gone before the first new one comes: nobody answers, and that is no fault's.
    private static final Set<String> RECREATION =
            Set.copyOf(Plan.recreate(ChaosScenarios.API, ChaosScenarios.V2).names());

    /// A moment of a rollout.
    ///
    /// @param step the plan's, by its name
    private record Phase(String step, Duration into) {}

    private RolloutsUnderFaults() {}

    static List<Scenario> all() {
        return Stream.of(
                        withTwin("recreate", Plan::recreate, RECREATION),
                        withTwin("rolling", Plan::rolling, Set.of()),
                        withTwin("blue-green", Plan::blueGreen, Set.of()),
                        withTwin("canary", Plan::canary, Set.of()))
                .flatMap(List::stream)
                .toList();
    }

    /// The twin's database has answered before it wrote.
    private static List<Scenario> withTwin(
            String strategy, BiFunction<Workload, Version, Plan> to, Set<String> outage) {
        var name = strategy + "-under-faults";
        return List.of(
                scenario(
                        name, null, RolloutScenarios.FIRST, to, outage, ChaosScenarios.anyFaults()),
                scenario(
                        name + "-sabotaged",
                        ChaosScenarios.lossIn(name),
                        ChaosScenarios.NOSYNC,
                        to,
                        outage,
                        List.of(new Injection(ChaosScenarios.DATABASE))));
    }

    private static Scenario scenario(
            String name,
            @Nullable Twin twin,
            Version from,
            BiFunction<Workload, Version, Plan> to,
            Set<String> outage,
            List<Injection> faults) {
        var there = to.apply(ChaosScenarios.API, ChaosScenarios.V2);
        var back = to.apply(ChaosScenarios.API, from);
        var rounds = new ArrayList<Disturbance>();
        for (var fault : faults) {
            for (int phase = 0; phase < phases(there).size(); phase++) {
                rounds.add(
                        new ThereOrBack(
                                ChaosScenarios.API,
                                upon(there, phase, fault),
                                upon(back, phase, fault)));
            }
        }
        var during = faults.stream().map(Injection::step).collect(Collectors.toSet());
        during.addAll(outage);
        return ChaosScenarios.scenario(
                name,
                twin,
                ChaosScenarios.API,
                from,
                new Series(ChaosScenarios.API, rounds, BETWEEN),
                RolloutScenarios.LOAD,
                SeenToEnd.each(
                        rounds.size() * 3 / 4,
                        faults.stream().map(Injection::seen).collect(Collectors.toSet())),
                new FailsOnlyUnderFaults(during, ChaosScenarios.GRACE));
    }

    private static Upon upon(Plan plan, int phase, Injection fault) {
        var moment = phases(plan).get(phase);
        return new Upon(new Rollout(plan), moment.step(), moment.into(), fault);
    }

    private static List<Phase> phases(Plan plan) {
        var names = plan.names();
        return names.size() == 1
                ? INTO.stream().map(into -> new Phase(names.getFirst(), into)).toList()
                : names.stream().map(name -> new Phase(name, Duration.ZERO)).toList();
    }
}

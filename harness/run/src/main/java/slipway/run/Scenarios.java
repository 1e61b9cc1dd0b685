package slipway.run;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.chaos.Amid;
import slipway.core.AlsoAt;
import slipway.core.Concurrently;
import slipway.core.Disturbance;
import slipway.core.InvalidSpec;
import slipway.core.OverAndOver;
import slipway.core.Scenario;
import slipway.core.Series;
import slipway.core.Version;
import slipway.rollout.LeftHalfWay;
import slipway.rollout.Meanwhile;
import slipway.rollout.Plan;
import slipway.rollout.Rollout;
import slipway.rollout.RolloutInOrder;

/// All scenarios by name.
final class Scenarios {
    /// What somebody rolls out before its image is anywhere: it is never built, and no node gets
    /// it.
    static final Version UNPUBLISHED = new Version("v2-unpublished");

    /// So many rollouts of a scenario in one run: `rolling-x20`.
    private static final Pattern SERIES = Pattern.compile("(.+)-x([1-9][0-9]{0,2})");

    private Scenarios() {}

    static List<Scenario> all() {
        return Stream.of(RolloutScenarios.all(), ChaosScenarios.all(), FailoverScenarios.all())
                .flatMap(List::stream)
                .toList();
    }

    /// What every build runs on a real cluster: one honest scenario of each family, and its
    /// sabotaged twin, for a judge that cannot say "violated" proves nothing.
    static List<Scenario> gate() {
        return select(
                List.of(
                        "rolling",
                        "rolling-sabotaged",
                        "kill-postgres",
                        "kill-postgres-sabotaged"));
    }

    /// What the demonstration runs: the first pair of them.
    static List<Scenario> demonstration() {
        return gate().subList(0, 2);
    }

    /// The scenario of that name.
    ///
    /// @throws InvalidSpec naming those that there are
    static Scenario named(String name) {
        return select(List.of(name)).getFirst();
    }

    /// The scenario that was run in this folder.
    ///
    /// @throws InvalidSpec where it is not known any more
    static Scenario of(RunFolder folder) {
        var name = folder.info().scenario();
        return name.equals(RolloutScenarios.CUSTOM)
                ? RolloutScenarios.custom(PlanFile.read(folder.planYaml()))
                : named(name);
    }

    /// The plans of the scenario's rollouts, in their order, each once.
    static List<Plan> plans(Scenario scenario) {
        return plansOf(scenario.disturbance()).distinct().toList();
    }

    private static Stream<Plan> plansOf(Disturbance disturbance) {
        return switch (disturbance) {
            case Rollout(var plan) -> Stream.of(plan);
            case RolloutInOrder(_, var plans) -> plans.stream();
            case Meanwhile meanwhile -> Stream.of(meanwhile.rollout().plan());
            case Series(_, var rounds, _) -> rounds.stream().flatMap(Scenarios::plansOf);
            case OverAndOver(_, var rounds, _, _) -> rounds.stream().flatMap(Scenarios::plansOf);
            case Concurrently(var all) -> all.stream().flatMap(Scenarios::plansOf);
            case AlsoAt(var inner, _) -> plansOf(inner);
            case Amid(_, _, var inner) -> plansOf(inner);
            case LeftHalfWay left -> Stream.of(left.plan());
            default -> Stream.empty();
        };
    }

    /// The scenarios of these names, families or plan files, in their order, each once.
    static List<Scenario> select(List<String> names) {
        return names.stream().flatMap(Scenarios::matching).distinct().toList();
    }

    private static Stream<Scenario> matching(String name) {
        if (name.matches(".*\\.ya?ml")) {
            return Stream.of(RolloutScenarios.custom(PlanFile.read(Path.of(name))));
        }
        var series = SERIES.matcher(name);
        if (series.matches()) {
            return matching(series.group(1))
                    .map(s -> RolloutScenarios.times(s, Integer.parseInt(series.group(2))));
        }
        var found =
                all().stream()
                        .filter(s -> s.name().equals(name) || s.family().equals(name))
                        .toList();
        if (found.isEmpty()) {
            found = Mutant.scenario(name).toList();
        }
        if (found.isEmpty()) {
            throw new InvalidSpec(
                    "no scenario or family is called %s; there are: %s"
                            .formatted(
                                    name,
                                    all().stream()
                                            .map(Scenario::name)
                                            .collect(Collectors.joining(", "))));
        }
        return found.stream();
    }
}

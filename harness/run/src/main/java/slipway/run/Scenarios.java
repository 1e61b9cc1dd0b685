package slipway.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.core.InvalidSpec;
import slipway.core.Scenario;
import slipway.rollout.Asking;
import slipway.rollout.Plan;
import slipway.rollout.Rollout;

/// All scenarios by name.
final class Scenarios {
    private Scenarios() {}

    static List<Scenario> all() {
        return RolloutScenarios.all();
    }

    /// What every build runs on a real cluster: one honest scenario of each family with its twin.
    static List<Scenario> gate() {
        return select(List.of("rolling", "rolling-sabotaged"));
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

    /// The plan of the scenario's rollout; empty where it is none.
    static Optional<Plan> plan(Scenario scenario) {
        return switch (scenario.disturbance()) {
            case Rollout(var plan) -> Optional.of(plan);
            case Asking asking -> Optional.of(asking.rollout().plan());
            default -> Optional.empty();
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
        var found =
                all().stream()
                        .filter(s -> s.name().equals(name) || s.family().equals(name))
                        .toList();
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

package slipway.run;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.core.InvalidSpec;
import slipway.core.Scenario;

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

    /// The scenarios of these names or families, in their order, each once.
    static List<Scenario> select(List<String> names) {
        return names.stream().flatMap(Scenarios::matching).distinct().toList();
    }

    private static Stream<Scenario> matching(String name) {
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

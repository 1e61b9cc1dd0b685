package slipway.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A strategy that `slipway compare strategies` compares, and the scenarios that show it.
///
/// @param name what the table calls it
/// @param rollout the scenario in which it rolls out a good version
/// @param abort the scenario in which such a rollout is aborted, or null where there is none
record Contender(String name, String rollout, @Nullable String abort) {
    /// In the order of the table: each next one takes more care, and more steps.
    static final List<Contender> ALL =
            List.of(
                    new Contender("recreate", "recreate", null),
                    new Contender("rolling", "rolling", "rolling-abort"),
                    new Contender("blue-green", "blue-green", "blue-green-abort"),
                    new Contender("canary", "canary-good", "canary-abort"));

    /// The names of its scenarios.
    List<String> scenarios() {
        return abort == null ? List.of(rollout) : List.of(rollout, abort);
    }
}

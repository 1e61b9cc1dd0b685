package slipway.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.chaos.Injection;
import slipway.chaos.PodFault;
import slipway.chaos.SeenToEnd;
import slipway.core.Checker;
import slipway.core.Scenario;
import slipway.core.Scenario.Twin;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.NoFailedRequests;

/// Faults under load.
final class ChaosScenarios {
    private static final Workload API = Workload.deployment("api");

    /// As its own manifest has it (`terminationGracePeriodSeconds`).
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration BEFORE = Duration.ofSeconds(10);
    private static final Duration AFTER = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private ChaosScenarios() {}

    static List<Scenario> all() {
        var deletion = new Injection(API, new PodFault.Deletion(GRACE), false);
        return List.of(
                scenario(
                        "pod-delete",
                        null,
                        RolloutScenarios.FIRST,
                        deletion,
                        new NoFailedRequests()),
                scenario(
                        "pod-delete-sabotaged",
                        new Twin("pod-delete", new NoFailedRequests().claim()),
                        RolloutScenarios.V1_DRAINLESS,
                        deletion,
                        new NoFailedRequests()));
    }

    private static Scenario scenario(
            String name, @Nullable Twin twin, Version from, Injection injection, Checker... own) {
        var claims = new ArrayList<>(List.of(own));
        claims.add(new SeenToEnd(injection.seen()));
        claims.addAll(RolloutScenarios.everybodys());
        return new Scenario(
                name,
                "chaos",
                twin,
                injection.workload(),
                from,
                RolloutScenarios.LOAD,
                BEFORE,
                BEFORE,
                AFTER,
                injection,
                SETTLE,
                claims,
                42);
    }
}

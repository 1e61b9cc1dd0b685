package slipway.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import slipway.core.Strategy;
import slipway.rollout.CanaryJudge;
import slipway.rollout.Plan;
import slipway.rollout.PlanStep;

/// Writes a plan as [PlanFile] reads it: what `--dry-run` shows, what a run folder keeps, and what
/// a plan of one's own may begin with.
final class PlanText {
    private PlanText() {}

    static String of(Plan plan) {
        var lines = new ArrayList<String>();
        lines.add("strategy: " + Json.NODES.textNode(plan.strategy()));
        lines.add(
                "workload: %s/%s"
                        .formatted(
                                plan.workload().kind().word().toLowerCase(Locale.ROOT),
                                plan.workload().name()));
        lines.add("version: " + plan.next());
        lines.add("within: " + duration(plan.within()));
        lines.add("steps:");
        plan.steps().forEach(step -> lines.add("  - " + step(step)));
        return String.join("\n", lines) + "\n";
    }

    private static String step(PlanStep step) {
        return switch (step) {
            case PlanStep.Bring(var pods) -> "bringUp: " + pods;
            case PlanStep.Look(int times) -> "look: " + times;
            case PlanStep.Share(int percent) -> "share: " + percent;
            case PlanStep.Pause(var time) -> "pause: " + duration(time);
            case PlanStep.Judge(var judge, var patience) -> "judge: " + judge(judge, patience);
            case PlanStep.Promote _ -> "promote";
            case PlanStep.Update(var strategy) -> update(strategy);
        };
    }

    private static String judge(CanaryJudge judge, Duration patience) {
        return "{patience: %s, sample: %d, significance: %s, breakIn: %d, tolerance: %s, slower: %s}"
                .formatted(
                        duration(patience),
                        judge.sample(),
                        fraction(judge.significance()),
                        judge.breakIn(),
                        duration(judge.tolerance()),
                        fraction(judge.slower()));
    }

    private static String update(@Nullable Strategy strategy) {
        return switch (strategy) {
            case null -> "update";
            case Strategy.Recreate _ -> "update: recreate";
            case Strategy.OnDelete _ ->
                    throw new IllegalArgumentException("no plan waits for somebody to delete pods");
            case Strategy.RollingUpdate(var surge, var unavailable, int partition) -> {
                var bounds = new ArrayList<String>();
                if (!surge.isEmpty()) {
                    bounds.add("maxSurge: " + surge);
                }
                if (!unavailable.isEmpty()) {
                    bounds.add("maxUnavailable: " + unavailable);
                }
                bounds.add("partition: " + partition);
                yield "update: {" + String.join(", ", bounds) + "}";
            }
        };
    }

    private static String duration(Duration time) {
        long millis = time.toMillis();
        for (var unit : List.of(new Unit("m", 60_000), new Unit("s", 1_000))) {
            if (millis % unit.millis() == 0) {
                return millis / unit.millis() + unit.name();
            }
        }
        return millis + "ms";
    }

    private record Unit(String name, long millis) {}

    private static String fraction(double value) {
        return new BigDecimal(String.valueOf(value)).toPlainString();
    }
}

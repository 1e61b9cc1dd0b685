package slipway.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slipway.core.EnvVar;
import slipway.core.Strategy;
import slipway.rollout.Plan;
import slipway.rollout.PlanStep;

/// Writes a plan as [PlanFile] reads it: what `--dry-run` shows, what a run folder keeps, and what
/// a plan of one's own may begin with.
final class PlanText {
    /// Where a document of YAML ends, and the next one begins.
    static final String BETWEEN = "---\n";

    private PlanText() {}

    /// Each plan as a document of its own.
    static String of(List<Plan> plans) {
        return plans.stream().map(PlanText::of).collect(Collectors.joining(BETWEEN));
    }

    static String of(Plan plan) {
        var lines = new ArrayList<String>();
        lines.add("strategy: " + Json.NODES.textNode(plan.strategy()));
        lines.add(
                "workload: %s/%s"
                        .formatted(
                                plan.workload().kind().word().toLowerCase(Locale.ROOT),
                                plan.workload().name()));
        if (plan.settings().isEmpty()) {
            lines.add("version: " + plan.next());
        } else {
            lines.add("settings:");
            new TreeMap<>(plan.settings())
                    .forEach(
                            (name, value) ->
                                    lines.add("  %s: %s".formatted(name, variable(value))));
        }
        lines.add("within: " + Times.text(plan.within()));
        lines.add("steps:");
        plan.steps().forEach(step -> lines.add("  - " + step(step)));
        return String.join("\n", lines) + "\n";
    }

    private static String variable(EnvVar variable) {
        return switch (variable) {
            case EnvVar.Literal(var value) -> Json.NODES.textNode(value).toString();
            case EnvVar.FromSecret(var secret, var key) ->
                    "{secret: %s, key: %s}".formatted(secret, key);
        };
    }

    private static String step(PlanStep step) {
        return switch (step) {
            case PlanStep.Bring(var pods, boolean baseline) ->
                    "bringUp: " + (baseline ? "{pods: %s, baseline: true}".formatted(pods) : pods);
            case PlanStep.Look(int times) -> "look: " + times;
            case PlanStep.Share(int percent) -> "share: " + percent;
            case PlanStep.Pause(var time) -> "pause: " + Times.text(time);
            case PlanStep.Match(var group) ->
                    "match: {%s: %s, value: %s}"
                            .formatted(
                                    group.mark().name().toLowerCase(Locale.ROOT),
                                    group.name(),
                                    group.value());
            case PlanStep.Mirror _ -> "mirror";
            case PlanStep.Judge judge -> "judge: " + judge(judge);
            case PlanStep.Promote _ -> "promote";
            case PlanStep.Update(var strategy) -> update(strategy);
        };
    }

    private static String judge(PlanStep.Judge step) {
        var judge = step.judge();
        return "{by: %s, patience: %s, sample: %d, significance: %s, breakIn: %d, tolerance: %s, slower: %s}"
                .formatted(
                        step.by().name().toLowerCase(Locale.ROOT),
                        Times.text(step.patience()),
                        judge.sample(),
                        fraction(judge.significance()),
                        judge.breakIn(),
                        Times.text(judge.tolerance()),
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

    private static String fraction(double value) {
        return new BigDecimal(String.valueOf(value)).toPlainString();
    }
}

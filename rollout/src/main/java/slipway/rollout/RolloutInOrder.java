package slipway.rollout;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import slipway.core.Disturbance;
import slipway.core.InvalidSpec;
import slipway.core.Stage;
import slipway.core.Version;
import slipway.core.Workload;

/// Rolls out several workloads, one after the other, each by a plan of its own: a schema with the
/// service that owns it, before whoever relies on it. Where one does not pass, all are taken back,
/// the last first.
///
/// @param subject the one of them whose versions clients see
/// @param plans in the order in which they are taken
public record RolloutInOrder(Workload subject, List<Plan> plans) implements Disturbance {
    /// @throws InvalidSpec for plans that name a workload twice, or not the subject, or that bring
    ///   no version
    public RolloutInOrder {
        plans = List.copyOf(plans);
        var workloads = plans.stream().map(Plan::workload).toList();
        if (workloads.stream().distinct().count() < workloads.size()
                || !workloads.contains(subject)
                || plans.stream().anyMatch(plan -> !plan.settings().isEmpty())) {
            throw new InvalidSpec(
                    "what is rolled out in order are versions of workloads, each once, with %s among them, not %s"
                            .formatted(subject, plans.stream().map(Plan::description).toList()));
        }
    }

    @Override
    public String description() {
        return plans.stream()
                .map(Plan::description)
                .collect(Collectors.joining("; then ", "", "; all are taken back where one fails"));
    }

    @Override
    public Optional<Version> brings() {
        return plans.stream()
                .filter(plan -> plan.workload().equals(subject))
                .map(Plan::next)
                .findFirst();
    }

    @Override
    public Map<Workload, Version> bringsToOthers() {
        var others = new LinkedHashMap<Workload, Version>();
        for (var plan : plans) {
            if (!plan.workload().equals(subject)) {
                others.put(plan.workload(), plan.next());
            }
        }
        return others;
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        Course.all(stage, plans);
    }
}

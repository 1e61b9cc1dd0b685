package slipway.kube;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;

/// PodDisruptionBudgets that let all pods be evicted at once (`maxUnavailable: 100%`), which is as
/// if there were none, and keep their bound in an annotation meanwhile. A workload's bears its
/// name.
record Budgets(Api api) implements Ways<Fault.NoBudget> {
    /// The spec as it was.
    private static final String LIFTED = "slipway/lifted";

    @Override
    public void require(Fault.NoBudget fault, Rights rights) {
        rights.require("patch", "policy", "poddisruptionbudgets");
    }

    /// @throws InvalidSpec where there is none, or it is lifted already
    @Override
    public void rehearse(Fault.NoBudget fault) {
        var budget = get(fault);
        if (budget == null) {
            throw new InvalidSpec(
                    "expected a PodDisruptionBudget %s in the namespace %s, found none; k8s/components/budgets has those that there are"
                            .formatted(fault.workload().name(), api.namespace()));
        }
        if (lifted(budget) != null) {
            throw new InvalidSpec(
                    "the PodDisruptionBudget %s is lifted already; ./slipway up puts it back, or makes it again once it is deleted"
                            .formatted(fault.workload().name()));
        }
    }

    @Override
    public void begin(Fault.NoBudget fault) {
        var before = there(fault);
        if (lifted(before) == null) {
            change(
                    fault,
                    budget ->
                            new PodDisruptionBudgetBuilder(budget)
                                    .editMetadata()
                                    .addToAnnotations(
                                            LIFTED, Serialization.asJson(before.getSpec()))
                                    .endMetadata()
                                    .editSpec()
                                    .withMinAvailable(null)
                                    .withMaxUnavailable(new IntOrString("100%"))
                                    .endSpec()
                                    .build());
        }
    }

    /// Whoever asks for evictions is told by the budget's status, not by its spec.
    @Override
    public boolean begun(Fault.NoBudget fault) {
        var budget = there(fault);
        return lifted(budget) != null
                && observed(budget)
                && budget.getStatus().getDisruptionsAllowed()
                        >= budget.getStatus().getCurrentHealthy();
    }

    @Override
    public void end(Fault.NoBudget fault) {
        var budget = get(fault);
        var json = budget == null ? null : lifted(budget);
        if (json != null) {
            var before = Serialization.unmarshal(json, PodDisruptionBudgetSpec.class);
            change(
                    fault,
                    now ->
                            new PodDisruptionBudgetBuilder(now)
                                    .editMetadata()
                                    .removeFromAnnotations(LIFTED)
                                    .endMetadata()
                                    .editSpec()
                                    .withMinAvailable(before.getMinAvailable())
                                    .withMaxUnavailable(before.getMaxUnavailable())
                                    .endSpec()
                                    .build());
        }
    }

    @Override
    public boolean over(Fault.NoBudget fault) {
        var budget = there(fault);
        return lifted(budget) == null && observed(budget);
    }

    private static boolean observed(PodDisruptionBudget budget) {
        var status = budget.getStatus();
        return status != null
                && status.getObservedGeneration() != null
                && status.getObservedGeneration() >= budget.getMetadata().getGeneration();
    }

    private static @Nullable String lifted(PodDisruptionBudget budget) {
        return budget.getMetadata().getAnnotations().get(LIFTED);
    }

    private void change(Fault.NoBudget fault, UnaryOperator<PodDisruptionBudget> change) {
        api.tell(
                "change the PodDisruptionBudget " + fault.workload().name(),
                () -> resource(fault).edit(change));
    }

    private PodDisruptionBudget there(Fault.NoBudget fault) {
        var budget = get(fault);
        if (budget == null) {
            throw new RunFailed(
                    "the PodDisruptionBudget %s is gone".formatted(fault.workload().name()));
        }
        return budget;
    }

    private @Nullable PodDisruptionBudget get(Fault.NoBudget fault) {
        return api.ask(
                "read the PodDisruptionBudget " + fault.workload().name(), resource(fault)::get);
    }

    private Resource<PodDisruptionBudget> resource(Fault.NoBudget fault) {
        return api.client()
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(api.namespace())
                .withName(fault.workload().name());
    }
}

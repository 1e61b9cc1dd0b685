package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.Workload;

@NullUnmarked // the extension sets the fields
@EnableKubernetesMockClient(crud = true)
class BudgetsTest {
    private static final Fault.NoBudget FAULT = new Fault.NoBudget(Workload.deployment("api"));

    KubernetesClient client;
    private Budgets budgets;

    @BeforeEach
    void connect() {
        budgets = new Budgets(Api.of(client.getConfiguration(), "mock", "test"));
        client.resource(
                        Objects.yaml(
                                PodDisruptionBudget.class,
                                """
                                apiVersion: policy/v1
                                kind: PodDisruptionBudget
                                metadata: {name: api, namespace: test, generation: 1}
                                spec:
                                  minAvailable: 3
                                  selector: {matchLabels: {app: api}}
                                """))
                .create();
    }

    private PodDisruptionBudget budget() {
        return client.policy().v1().podDisruptionBudget().inNamespace("test").withName("api").get();
    }

    /// What the controller would say of it.
    private void observe(int allowed) {
        var budget = budget();
        budget.setStatus(
                new PodDisruptionBudgetStatusBuilder()
                        .withCurrentHealthy(4)
                        .withDisruptionsAllowed(allowed)
                        .withObservedGeneration(budget.getMetadata().getGeneration())
                        .build());
        client.resource(budget).update();
    }

    @Test
    @DisplayName("a budget binds nobody meanwhile, and is put back as it was, once or twice")
    void lifted() {
        var before = budget().getSpec();
        budgets.rehearse(FAULT);
        budgets.begin(FAULT);
        budgets.begin(FAULT);
        assertThat(budget().getSpec().getMaxUnavailable().getStrVal()).isEqualTo("100%");
        assertThat(budget().getSpec().getMinAvailable()).isNull();
        assertThatThrownBy(() -> budgets.rehearse(FAULT))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("lifted already");
        budgets.end(FAULT);
        budgets.end(FAULT);
        assertThat(budget().getSpec()).isEqualTo(before);
        assertThat(budget().getMetadata().getAnnotations()).isEmpty();
        budgets.end(new Fault.NoBudget(Workload.deployment("nobody")));
    }

    @Test
    @DisplayName("it is there, and over, where the controller says so")
    void seen() {
        budgets.begin(FAULT);
        assertThat(budgets.begun(FAULT)).as("nobody has said so").isFalse();
        observe(1);
        assertThat(budgets.begun(FAULT)).as("one at a time").isFalse();
        observe(4);
        assertThat(budgets.begun(FAULT)).isTrue();
        assertThat(budgets.over(FAULT)).isFalse();
        budgets.end(FAULT);
        observe(1);
        assertThat(budgets.over(FAULT)).isTrue();
    }

    @Test
    @DisplayName("a workload without one is refused with where to look")
    void missing() {
        assertThatThrownBy(
                        () -> budgets.rehearse(new Fault.NoBudget(Workload.deployment("nobody"))))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("expected a PodDisruptionBudget nobody");
    }
}

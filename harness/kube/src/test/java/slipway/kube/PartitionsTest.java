package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.Workload;
import slipway.kube.Partitions.Reach;

@NullUnmarked // the extension sets the fields
@EnableKubernetesMockClient(crud = true)
class PartitionsTest {
    private static final String NAME = "ledger-to-postgres-in";
    private static final Fault.Partition FAULT = partition(NAME);

    KubernetesClient client;
    private Partitions partitions;

    /// Whether a connection to that address is let through.
    private Predicate<String> open = _ -> true;

    @BeforeEach
    void connect() {
        partitions =
                new Partitions(
                        Api.of(client.getConfiguration(), "mock", "test"),
                        (_, words) -> say(words));
        pod("ledger-0", "ledger", "10.0.0.1");
        pod("ledger-1", "ledger", "10.0.0.2");
        pod("postgres-0", "postgres", "10.0.0.3");
        client.resource(
                        Objects.yaml(
                                NetworkPolicy.class,
                                """
                                apiVersion: networking.k8s.io/v1
                                kind: NetworkPolicy
                                metadata: {name: ledger-to-postgres-in, namespace: test}
                                spec:
                                  podSelector: {matchLabels: {app: postgres}}
                                  policyTypes: [Ingress]
                                  ingress:
                                    - from: [{podSelector: {matchLabels: {app: ledger}}}]
                                      ports: [{protocol: TCP, port: 5432}]
                                """))
                .create();
    }

    private static Fault.Partition partition(String policy) {
        return new Fault.Partition(Workload.statefulSet("postgres"), policy);
    }

    private void pod(String name, String app, String address) {
        var pod = Objects.pod(name, "v1", true);
        pod.getMetadata().setLabels(Map.of("app", app));
        pod.getStatus().setPodIP(address);
        pod.getStatus()
                .setContainerStatuses(
                        List.of(
                                new ContainerStatusBuilder()
                                        .withName("side")
                                        .withContainerID("containerd://" + name)
                                        .build()));
        client.resource(pod).create();
    }

    private String say(String... words) {
        if (words[0].equals("ctr")) {
            return "TASK PID STATUS\nledger-0 7 RUNNING\nledger-1 8 RUNNING\npostgres-0 9 RUNNING\n";
        }
        assertThat(words[words.length - 1]).contains("/dev/tcp/10.0.0.3/5432");
        return open.test(words[3]) ? "open\n" : "closed\n";
    }

    private NetworkPolicy policy() {
        return client.network().v1().networkPolicies().inNamespace("test").withName(NAME).get();
    }

    @Test
    @DisplayName("an exception is withdrawn, and made again as it was, once or twice")
    void withdrawn() throws Exception {
        var before = policy().getSpec();
        partitions.rehearse(FAULT);
        partitions.begin(FAULT);
        partitions.begin(FAULT);
        assertThat(policy().getSpec().getIngress()).isEmpty();
        assertThatThrownBy(() -> partitions.rehearse(FAULT))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("withdrawn already");
        partitions.end(FAULT);
        partitions.end(FAULT);
        assertThat(policy().getSpec()).isEqualTo(before);
        assertThat(policy().getMetadata().getAnnotations()).isEmpty();
        partitions.end(partition("nobody-to-nobody"));
    }

    @Test
    @DisplayName(
            "it is looked at from within pods: all get through, some, or none, withdrawn or not")
    void reach() throws Exception {
        assertThat(partitions.reach(NAME)).isEqualTo(Reach.ALL);
        partitions.begin(FAULT);
        assertThat(partitions.reach(NAME)).as("where nothing enforces it").isEqualTo(Reach.ALL);
        open = "8"::equals;
        assertThat(partitions.reach(NAME)).isEqualTo(Reach.SOME);
        open = _ -> false;
        assertThat(partitions.reach(NAME)).isEqualTo(Reach.NONE);
        partitions.end(FAULT);
        assertThatThrownBy(() -> partitions.rehearse(FAULT))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("does not get through even now");
    }

    @Test
    @DisplayName("a policy that is not there is refused with where to look")
    void missing() {
        assertThatThrownBy(() -> partitions.rehearse(partition("nobody-to-nobody")))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("expected a NetworkPolicy nobody-to-nobody");
    }
}

package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.Autoscaler;
import slipway.core.Baseline;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Workload;

@NullUnmarked // the extension sets the fields
@EnableKubernetesMockClient(crud = true)
class KubeClusterTest {
    private static final Workload API = Workload.deployment("api");

    KubernetesClient client;
    KubernetesMockServer server;
    private KubeCluster cluster;

    @BeforeEach
    void connect() {
        cluster =
                new KubeCluster(
                        Api.of(client.getConfiguration(), "mock", "test"),
                        Duration.ofMillis(50),
                        Duration.ofMillis(300));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    @DisplayName("the image of the container that bears the workload's name is read and changed")
    void image() {
        client.resource(Objects.settled()).create();
        cluster.update(API, cluster.updateSpec(API).to(new Image("api", "v2")));
        assertThat(cluster.image(API)).isEqualTo(new Image("api", "v2"));
        var containers =
                client.apps()
                        .deployments()
                        .inNamespace("test")
                        .withName("api")
                        .get()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers();
        assertThat(containers)
                .extracting(c -> c.getName() + " " + c.getImage())
                .containsExactly("side localhost/side:v1", "api localhost/api:v2");
    }

    @Test
    @DisplayName("a board is put up once, and changed only by whoever knows what it says")
    void board() {
        var board = cluster.board(API);
        var first = Map.of("run", "first");
        var second = Map.of("run", "second");
        assertThat(board.read()).isEmpty();
        assertThat(board.write(first, Map.of("wish", "abort"))).as("none is up").isFalse();
        assertThat(board.takeDown(first)).as("none is up").isFalse();
        assertThat(board.putUp(Map.of("run", "first", "wish", "resume"))).isTrue();
        assertThat(board.putUp(second)).isFalse();
        assertThat(board.write(first, Map.of("wish", "pause", "step", "1"))).isTrue();
        assertThat(board.write(second, Map.of("wish", "promote"))).isFalse();
        assertThat(board.takeDown(second)).isFalse();
        assertThat(board.read()).isEqualTo(Map.of("run", "first", "wish", "pause", "step", "1"));
        assertThat(board.write(first, second)).as("another run takes it over").isTrue();
        assertThat(board.takeDown(first)).isFalse();
        assertThat(board.takeDown(second)).isTrue();
        assertThat(board.read()).isEmpty();
    }

    @Test
    @DisplayName("whoever writes on a board beside others loses nothing of what they write")
    void boardOfMany() {
        var board = cluster.board(API);
        var run = Map.of("run", "first");
        assertThat(board.putUp(run)).isTrue();
        IntStream.range(0, 8)
                .parallel()
                .forEach(i -> assertThat(board.write(run, Map.of("entry" + i, "here"))).isTrue());
        assertThat(board.read()).hasSize(9);
    }

    @Test
    @DisplayName("a workload without a container of its name is left alone, and the names are told")
    void noContainer() {
        var deployment = Objects.settled();
        deployment.getSpec().getTemplate().getSpec().getContainers().removeLast();
        client.resource(deployment).create();
        assertThatThrownBy(() -> cluster.updateSpec(API))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("[side]");
    }

    @Test
    @DisplayName("a workload that is not there is a failed run, not a null")
    void absent() {
        assertThatThrownBy(() -> cluster.replicas(API))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("no Deployment api in namespace test");
    }

    @Test
    @DisplayName("replicas and pods are of the workload's selector only")
    void replicas() {
        client.resource(Objects.settled()).create();
        client.resource(Objects.pod("a", "v1", true)).create();
        var stranger = Objects.pod("b", "v1", true);
        stranger.getMetadata().setLabels(Map.of("app", "other"));
        client.resource(stranger).create();
        client.resource(Objects.slice("s", "[{addresses: [10.0.0.1]}]")).create();
        assertThat(cluster.replicas(API))
                .isEqualTo(new Replicas(4, 3, 1, 1, Map.of("v1", 1), Map.of("v1", 1), false));
        assertThat(cluster.pods(API)).extracting(slipway.core.Pod::name).containsExactly("a");
    }

    @Test
    @DisplayName("a baseline is like the workload in the version before, and is none of its pods")
    void baseline() throws Exception {
        client.resource(Objects.settled()).create();
        client.resource(Objects.pod("api-1", "v1", true)).create();
        cluster.update(API, cluster.updateSpec(API).to(new Image("api", "v2")));
        cluster.baseline(API, new Image("api", "v1"), 2);
        cluster.baseline(API, new Image("api", "v1"), 3);
        var deployment =
                client.apps().deployments().inNamespace("test").withName("api-baseline").get();
        var labels = Map.of("app", "api", BaselineDeployment.LABEL, "api");
        var spec = deployment.getSpec();
        assertThat(spec.getReplicas()).isEqualTo(3);
        assertThat(spec.getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(spec.getTemplate().getMetadata().getLabels()).isEqualTo(labels);
        assertThat(spec.getTemplate().getSpec().getContainers())
                .extracting(c -> c.getName() + " " + c.getImage())
                .containsExactly("side localhost/side:v1", "api localhost/api:v1");

        var pod = Objects.pod("api-baseline-1", "v1", true);
        pod.getMetadata().setLabels(labels);
        client.resource(pod).create();
        assertThat(cluster.pods(API)).extracting(slipway.core.Pod::name).containsExactly("api-1");
        assertThat(cluster.pods(Baseline.of(API)))
                .extracting(slipway.core.Pod::name)
                .containsExactly("api-baseline-1");
        assertThat(cluster.replicas(API).existing()).isEqualTo(Map.of("v1", 1));
        assertThat(cluster.replicas(Baseline.of(API)).ready()).isEqualTo(1);
        assertThat(cluster.workloads()).isEqualTo(List.of(API));
        var seen = new LinkedBlockingQueue<Replicas>();
        try (var _ = cluster.watch(API, seen::add)) {
            assertThat(seen.remove().ready()).isEqualTo(1);
        }

        // The garbage collector's part.
        client.pods().inNamespace("test").withName("api-baseline-1").withGracePeriod(0).delete();
        cluster.baseline(API, new Image("api", "v1"), 0);
        assertThat(client.apps().deployments().inNamespace("test").list().getItems()).hasSize(1);
        cluster.baseline(API, new Image("api", "v1"), 0);
    }

    @Test
    @DisplayName("a StatefulSet is freed of what it waits for in vain; another kind waits for none")
    void free() throws Exception {
        client.resource(Objects.settled()).create();
        client.resource(
                        Objects.yaml(
                                StatefulSet.class,
                                """
                                apiVersion: apps/v1
                                kind: StatefulSet
                                metadata: {name: api, namespace: test}
                                spec:
                                  replicas: 3
                                  selector: {matchLabels: {app: api}}
                                  template: {spec: {containers: [{name: api, image: "localhost/api:v1"}]}}
                                status: {observedGeneration: 9, updateRevision: good}
                                """))
                .create();
        // Of one version all of them: a setting is what the second lacks.
        ofRevision("api-0", true, "bad");
        ofRevision("api-1", false, "bad");
        ofRevision("api-2", false, "good");
        cluster.free(API);
        assertThat(staying()).containsExactly("api-0", "api-1", "api-2");
        cluster.free(Workload.statefulSet("api"));
        assertThat(staying()).containsExactly("api-0", "api-2");
    }

    private void ofRevision(String name, boolean ready, String revision) {
        var pod = Objects.pod(name, "v1", ready);
        pod.getMetadata().setLabels(Map.of("app", "api", "controller-revision-hash", revision));
        client.resource(pod).create();
    }

    private List<String> staying() {
        return cluster.pods(API).stream()
                .filter(pod -> !pod.leaving())
                .map(slipway.core.Pod::name)
                .toList();
    }

    @Test
    @DisplayName("an autoscaler comes and goes; where there is one already, it stays the only one")
    void autoscaler() {
        autoscaler("api", "Deployment", "ledger");
        autoscaler("other", "StatefulSet", "api");
        autoscaler("shop", "Deployment", "api");
        assertThatThrownBy(() -> cluster.autoscale(API, new Autoscaler(5, 6, 900)))
                .isInstanceOf(RunFailed.class)
                .hasMessageContainingAll("shop", "scales Deployment api already", "delete hpa");
        cluster.unautoscale(API);
        assertThat(autoscalers()).containsExactlyInAnyOrder("api", "other", "shop");

        autoscalerNamed("shop").delete();
        assertThatThrownBy(() -> cluster.autoscale(API, new Autoscaler(5, 6, 900)))
                .as("one of that name, for another workload")
                .isInstanceOf(RunFailed.class);
        cluster.unautoscale(API);
        assertThat(autoscalers()).containsExactlyInAnyOrder("api", "other");

        autoscalerNamed("api").delete();
        cluster.autoscale(API, new Autoscaler(5, 6, 900));
        assertThat(autoscalers()).containsExactlyInAnyOrder("api", "other");
        cluster.unautoscale(API);
        cluster.unautoscale(API);
        assertThat(autoscalers()).containsExactly("other");
    }

    private void autoscaler(String name, String kind, String target) {
        client.resource(
                        Objects.yaml(
                                HorizontalPodAutoscaler.class,
                                """
                                apiVersion: autoscaling/v2
                                kind: HorizontalPodAutoscaler
                                metadata: {name: %s, namespace: test}
                                spec: {maxReplicas: 6, scaleTargetRef: {apiVersion: apps/v1, kind: %s, name: %s}}
                                """
                                        .formatted(name, kind, target)))
                .create();
    }

    private Resource<HorizontalPodAutoscaler> autoscalerNamed(String name) {
        return client.autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace("test")
                .withName(name);
    }

    private List<String> autoscalers() {
        return client
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace("test")
                .list()
                .getItems()
                .stream()
                .map(autoscaler -> autoscaler.getMetadata().getName())
                .toList();
    }

    @Test
    @DisplayName("a watch tells the first at once, then each change, and a repetition not at all")
    void watch() throws InterruptedException {
        client.resource(Objects.settled()).create();
        var seen = new LinkedBlockingQueue<Replicas>();
        try (var _ = cluster.watch(API, seen::add)) {
            assertThat(seen.remove().ready()).isZero();
            var pod = client.resource(Objects.pod("a", "v1", true)).create();
            assertThat(next(seen).versions()).isEqualTo(Map.of("v1", 1));
            pod.getMetadata().setAnnotations(Map.of("nothing", "new"));
            client.resource(pod).update();
            client.resource(Objects.slice("s", "[{addresses: [10.0.0.1]}]")).create();
            assertThat(next(seen).endpoints()).isEqualTo(1);
            client.pods().inNamespace("test").withName("a").withGracePeriod(0).delete();
            assertThat(next(seen).ready()).isZero();
            client.resource(Objects.settled()).delete();
            assertThat(next(seen).desired()).isZero();
        }
        client.resource(Objects.pod("late", "v1", true)).create();
        assertThat(seen.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    @DisplayName("what the watcher throws comes out when the watch is closed")
    void watcherThrows() {
        client.resource(Objects.settled()).create();
        var seen = new LinkedBlockingQueue<Replicas>();
        var watch =
                cluster.watch(
                        API,
                        replicas -> {
                            seen.add(replicas);
                            if (replicas.ready() == 1) {
                                throw new IllegalStateException("disk full");
                            }
                        });
        client.resource(Objects.pod("a", "v1", true)).create();
        org.assertj.core.api.Assertions.assertThatCode(
                        () -> {
                            next(seen);
                            next(seen);
                        })
                .doesNotThrowAnyException();
        assertThatThrownBy(watch::close).hasMessage("disk full");
    }

    @Test
    @DisplayName("a wait ends when the replicas are as expected")
    void await() throws Exception {
        client.resource(Objects.settled()).create();
        Thread.ofVirtual().start(() -> client.resource(Objects.pod("a", "v1", true)).create());
        cluster.await(API, "ready", replicas -> replicas.ready() == 1, Duration.ofSeconds(10));
    }

    @Test
    @DisplayName("a wait that comes to nothing tells what was last seen, and which pod is to blame")
    void awaitInVain() {
        client.resource(Objects.settled()).create();
        client.resource(Objects.pod("api-a", "v1", true)).create();
        var broken = Objects.pod("api-b", "v2", false);
        broken.setStatus(
                Objects.pod(
                                "{containerStatuses: [{name: api, state: {waiting: {reason:"
                                        + " ImagePullBackOff}}}]}")
                        .getStatus());
        client.resource(broken).create();
        assertThatThrownBy(
                        () ->
                                cluster.await(
                                        API, "settled", Replicas::settled, Duration.ofSeconds(1)))
                .isInstanceOf(RunFailed.class)
                .hasMessage("api not settled after 1s: 1 of 4 pods ready, api-b: ImagePullBackOff");
    }

    @Test
    @DisplayName("an expectation that throws ends the wait")
    void awaitThrows() {
        client.resource(Objects.settled()).create();
        assertThatThrownBy(
                        () ->
                                cluster.await(
                                        API,
                                        "odd",
                                        _ -> {
                                            throw new IllegalStateException("odd indeed");
                                        },
                                        Duration.ofSeconds(10)))
                .hasMessageContaining("odd indeed");
    }

    @Test
    @DisplayName("who waits, and who listens, learns that the server is gone")
    void lost() {
        client.resource(Objects.settled()).create();
        var lost = new LinkedBlockingQueue<RunFailed>();
        try (var _ = cluster.onLost(lost::add)) {
            assertThatThrownBy(
                            () ->
                                    cluster.await(
                                            API,
                                            "settled",
                                            _ -> {
                                                // The wait has begun: now.
                                                Thread.ofVirtual().start(server::shutdown);
                                                return false;
                                            },
                                            Duration.ofSeconds(30)))
                    .isInstanceOf(RunFailed.class)
                    .hasMessageContaining("API server of mock has not answered");
            assertThat(lost).hasSize(1);
        }
    }

    @Test
    @DisplayName("a server that is not there is named, and what was asked of it")
    void notThere() {
        server.shutdown();
        assertThatThrownBy(() -> cluster.replicas(API))
                .isInstanceOf(RunFailed.class)
                .hasMessageStartingWith("cannot read Deployment api on mock");
    }

    @Test
    @DisplayName("a context that the kubeconfig lacks is refused, with those that it has")
    void context(@TempDir Path folder) throws Exception {
        var file = folder.resolve("kubeconfig");
        Files.writeString(
                file,
                """
                apiVersion: v1
                kind: Config
                contexts: [{name: mine, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: u, user: {}}]
                """);
        assertThatThrownBy(() -> new KubeCluster(file, "yours", "test"))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("yours")
                .hasMessageContaining("[mine]");
        assertThatThrownBy(() -> new KubeCluster(folder.resolve("absent"), null, "test"))
                .isInstanceOf(RunFailed.class);
        try (var good = new KubeCluster(file, "mine", "test")) {
            assertThat(good.namespace()).isEqualTo("test");
        }
    }

    @Test
    @DisplayName("the workloads of the namespace are listed")
    void workloads() {
        client.resource(Objects.settled()).create();
        assertThat(cluster.workloads()).isEqualTo(List.of(API));
    }

    private static Replicas next(LinkedBlockingQueue<Replicas> seen) throws InterruptedException {
        var next = seen.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }
}

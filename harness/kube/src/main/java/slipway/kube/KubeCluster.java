package slipway.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.EditReplacePatchable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.core.Autoscaler;
import slipway.core.Board;
import slipway.core.Cluster;
import slipway.core.Image;
import slipway.core.Injector;
import slipway.core.InvalidSpec;
import slipway.core.NodeView;
import slipway.core.Pod;
import slipway.core.Replicas;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Served;
import slipway.core.UpdateSpec;
import slipway.core.Workload;

/// A cluster behind any Kubernetes API server; the suite lives in one namespace of it.
public final class KubeCluster implements Cluster, AutoCloseable {
    /// The label by which an EndpointSlice names its Service.
    static final String SERVICE_NAME = "kubernetes.io/service-name";

    /// The status of what the API server understands, and finds invalid (RFC 9110, 15.5.21).
    private static final int UNPROCESSABLE = 422;

    private final Api api;
    private final NodeHost nodes;
    private final Pulse pulse;

    /// Connects lazily: nothing is asked yet.
    ///
    /// @param kubeconfig null: `KUBECONFIG`, `~/.kube/config`, or the pod that we run in
    /// @param context null: the current one
    /// @param nodes the cluster's, for what is done to pods' processes
    /// @throws slipway.core.InvalidSpec when there is no such context
    public KubeCluster(
            @Nullable Path kubeconfig, @Nullable String context, String namespace, NodeHost nodes) {
        this(Api.connect(kubeconfig, context, namespace), nodes, Pulse.BEAT, Pulse.PATIENCE);
    }

    /// Of which no node can be reached.
    public KubeCluster(@Nullable Path kubeconfig, @Nullable String context, String namespace) {
        this(kubeconfig, context, namespace, NodeHost.NONE);
    }

    KubeCluster(Api api) {
        this(api, Pulse.BEAT, Pulse.PATIENCE);
    }

    KubeCluster(Api api, Duration beat, Duration patience) {
        this(api, NodeHost.NONE, beat, patience);
    }

    private KubeCluster(Api api, NodeHost nodes, Duration beat, Duration patience) {
        this.api = api;
        this.nodes = nodes;
        this.pulse = new Pulse(this::probe, api.context(), beat, patience);
    }

    Api api() {
        return api;
    }

    NodeHost nodes() {
        return nodes;
    }

    /// The namespace of the suite.
    public String namespace() {
        return api.namespace();
    }

    @Override
    public Info info() {
        return api.ask(
                "ask for its version",
                () ->
                        new Info(
                                api.client().getKubernetesVersion().getGitVersion(),
                                api.client().nodes().list().getItems().size(),
                                api.context()));
    }

    /// Which cluster this is, wherever it is reached: the UID of its namespace `kube-system`.
    public String id() {
        return api.ask(
                "ask which cluster it is",
                () ->
                        api.client()
                                .namespaces()
                                .withName("kube-system")
                                .require()
                                .getMetadata()
                                .getUid());
    }

    /// Every workload of the namespace, by kind and name; a baseline is no workload of its own.
    public List<Workload> workloads() {
        return api.ask(
                "list the workloads of " + namespace(),
                () -> {
                    var apps = api.client().apps();
                    return Stream.of(
                                    apps.deployments()
                                            .inNamespace(namespace())
                                            .withoutLabel(BaselineDeployment.LABEL)
                                            .list()
                                            .getItems(),
                                    apps.statefulSets().inNamespace(namespace()).list().getItems(),
                                    apps.daemonSets().inNamespace(namespace()).list().getItems())
                            .flatMap(List::stream)
                            .map(object -> Controller.of(object).workload())
                            .sorted(
                                    Comparator.comparing(Workload::kind)
                                            .thenComparing(Workload::name))
                            .toList();
                });
    }

    @Override
    public Replicas replicas(Workload workload) {
        var controller = controller(workload);
        return Count.of(
                controller,
                kubePods(controller),
                api.ask(
                        "list the endpoints of " + workload.name(),
                        () ->
                                api.client()
                                        .discovery()
                                        .v1()
                                        .endpointSlices()
                                        .inNamespace(namespace())
                                        .withLabel(SERVICE_NAME, workload.name())
                                        .list()
                                        .getItems()));
    }

    @Override
    public List<Pod> pods(Workload workload) {
        return pods(controller(workload));
    }

    @Override
    public void free(Workload workload) throws InterruptedException {
        if (workload.kind() == Workload.Kind.STATEFUL_SET) {
            new StuckPods(api, workload.name()).delete();
        }
    }

    @Override
    public Injector injector() {
        return new KubeInjector(
                new Rights(api),
                new PodFaults(api, nodes, workload -> kubePods(controller(workload))),
                new NodeFaults(api, nodes),
                new Partitions(api, nodes),
                new Budgets(api));
    }

    private List<Pod> pods(Controller controller) {
        return kubePods(controller).stream()
                .map(pod -> Pods.of(pod, controller.workload().name()))
                .sorted(Comparator.comparing(Pod::name))
                .toList();
    }

    private List<io.fabric8.kubernetes.api.model.Pod> kubePods(Controller controller) {
        return api.ask(
                "list the pods of " + controller.workload(),
                () ->
                        api.client()
                                .pods()
                                .inNamespace(namespace())
                                .withLabelSelector(controller.selector())
                                .list()
                                .getItems());
    }

    /// Its baseline's among them.
    private List<io.fabric8.kubernetes.api.model.Pod> allPods(Workload workload) {
        var pods = new ArrayList<>(kubePods(controller(workload)));
        pods.addAll(new BaselineDeployment(api, workload).pods());
        return pods;
    }

    @Override
    public UpdateSpec updateSpec(Workload workload) {
        return Updates.of(object(workload));
    }

    @Override
    public void update(Workload workload, UpdateSpec spec) {
        var object = object(workload);
        var patch = Updates.patch(object, spec);
        api.ask(
                "update " + workload + " to " + spec.image().reference(),
                () -> patch(api.client().resource(object), patch));
    }

    @Override
    public void rehearse(Workload workload, UpdateSpec spec) {
        var object = object(workload);
        var patch = Updates.patch(object, spec);
        try {
            api.ask(
                    "update " + workload + " to " + spec.image().reference(),
                    () -> patch(api.client().resource(object).dryRun(), patch));
        } catch (RunFailed e) {
            throw e.getCause() instanceof KubernetesClientException refused
                            && refused.getCode() == UNPROCESSABLE
                    ? new InvalidSpec(String.valueOf(e.getMessage()))
                    : e;
        }
    }

    private static HasMetadata patch(
            EditReplacePatchable<? extends HasMetadata> object, List<Map<String, Object>> patch) {
        var context = PatchContext.of(PatchType.JSON);
        context.setFieldManager(Api.MANAGER);
        return object.patch(context, Serialization.asJson(patch));
    }

    @Override
    public List<Served> served(Workload workload) throws InterruptedException {
        var served = new ArrayList<Served>();
        try (var metrics = new PodMetrics(api)) {
            for (var pod : allPods(workload)) {
                if (Pods.ready(pod)) {
                    metrics.of(pod, workload.name()).ifPresent(served::add);
                }
            }
        }
        return List.copyOf(served);
    }

    /// What the ready agents have counted of their probes.
    ///
    /// @param agents the workload that has one on every node
    public List<NodeView> views(Workload agents) throws InterruptedException {
        if (!workloads().contains(agents)) {
            return List.of();
        }
        var views = new ArrayList<NodeView>();
        try (var metrics = new PodMetrics(api)) {
            for (var pod : allPods(agents)) {
                if (Pods.ready(pod)) {
                    views.addAll(metrics.probes(pod));
                }
            }
        }
        return List.copyOf(views);
    }

    @Override
    public void baseline(Workload workload, Image image, int pods) throws InterruptedException {
        var baseline = new BaselineDeployment(api, workload);
        if (pods == 0) {
            baseline.takeAway();
        } else if (object(workload) instanceof Deployment deployment) {
            baseline.bring(deployment, image, pods);
        } else {
            throw new InvalidSpec("only a Deployment has a baseline, not " + workload);
        }
    }

    @Override
    public void rehearseRoute(Workload workload) {
        new Routing(api, workload).rehearse();
    }

    @Override
    public void route(Workload workload, Route route) throws InterruptedException {
        new Routing(api, workload).route(route, allPods(workload));
    }

    @Override
    public void awaitRouted(Workload workload) throws InterruptedException {
        new Routing(api, workload).awaitRouted();
    }

    @Override
    public void unroute(Workload workload) throws InterruptedException {
        new Routing(api, workload).unroute();
    }

    @Override
    public void forgetRoute(Workload workload) throws InterruptedException {
        new Routing(api, workload).forget();
    }

    @Override
    public void scale(Workload workload, int replicas) {
        var patch = Serialization.asJson(Map.of("spec", Map.of("replicas", replicas)));
        api.tell(
                "scale %s to %d".formatted(workload, replicas),
                () -> api.resource(workload).patch(PatchContext.of(PatchType.JSON_MERGE), patch));
    }

    @Override
    public void autoscale(Workload workload, Autoscaler autoscaler) {
        for (var other : autoscalers()) {
            if (Autoscalers.scales(other, workload)) {
                var name = other.getMetadata().getName();
                throw new RunFailed(
                        "the HorizontalPodAutoscaler %s scales %s already, and two would fight over its replicas: kubectl delete hpa %s -n %s first, and apply it again afterwards"
                                .formatted(name, workload, name, namespace()));
            }
        }
        api.tell(
                "create the HorizontalPodAutoscaler " + workload.name(),
                () ->
                        api.client()
                                .resource(Autoscalers.of(workload, namespace(), autoscaler))
                                .create());
    }

    @Override
    public void unautoscale(Workload workload) {
        for (var autoscaler : autoscalers()) {
            if (Autoscalers.ours(autoscaler, workload)) {
                api.tell(
                        "delete the HorizontalPodAutoscaler " + autoscaler.getMetadata().getName(),
                        () -> api.client().resource(autoscaler).delete());
            }
        }
    }

    private List<HorizontalPodAutoscaler> autoscalers() {
        return api.ask(
                "list the HorizontalPodAutoscalers of " + namespace(),
                () ->
                        api.client()
                                .autoscaling()
                                .v2()
                                .horizontalPodAutoscalers()
                                .inNamespace(namespace())
                                .list()
                                .getItems());
    }

    @Override
    public Board board(Workload workload) {
        return new ConfigMapBoard(api, workload);
    }

    @Override
    public void await(
            Workload workload, String expectation, Predicate<Replicas> met, Duration within)
            throws InterruptedException {
        var done = new CompletableFuture<Boolean>();
        var last = new AtomicReference<@Nullable Replicas>();
        try (var _ = onLost(done::completeExceptionally);
                var _ =
                        watch(
                                workload,
                                replicas -> {
                                    last.set(replicas);
                                    if (met.test(replicas)) {
                                        done.complete(true);
                                    }
                                },
                                done::completeExceptionally)) {
            done.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new RunFailed(
                    Sentence.of(
                            workload.name(),
                            expectation,
                            within,
                            Objects.requireNonNull(last.get(), "a watch tells the first at once"),
                            pods(workload),
                            complaint(workload)),
                    e);
        } catch (ExecutionException e) {
            throw new RunFailed(
                    "while waiting for "
                            + workload.name()
                            + " to be "
                            + expectation
                            + ": "
                            + Api.reason(e),
                    e);
        }
    }

    /// What is wrong with a workload beside its pods: what its controller says, else the newest
    /// warning about it (a StatefulSet that may not create pods says so in an event only).
    String complaint(Workload workload) {
        var controller = controller(workload);
        if (!controller.complaint().isEmpty()
                || kubePods(controller).size() >= controller.desired()) {
            return controller.complaint();
        }
        return api
                .ask(
                        "list the events of " + namespace(),
                        () -> api.client().v1().events().inNamespace(namespace()).list().getItems())
                .stream()
                .filter(e -> "Warning".equals(e.getType()))
                .filter(e -> workload.name().equals(e.getInvolvedObject().getName()))
                .max(Comparator.comparing(KubeCluster::time))
                .map(e -> e.getReason() + ": " + e.getMessage())
                .orElse("");
    }

    /// When an event was last seen; which field says so depends on who wrote it.
    static String time(Event event) {
        return Stream.of(
                        event.getLastTimestamp(),
                        event.getEventTime() == null ? null : event.getEventTime().getTime(),
                        event.getFirstTimestamp(),
                        event.getMetadata().getCreationTimestamp())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    /// @throws RunFailed from `close`, what the callback threw; it is not called again then
    @Override
    public Watch watch(Workload workload, Consumer<Replicas> seen) {
        return watch(workload, seen, _ -> {});
    }

    /// As [#watch(Workload, Consumer)], but tells at once when the callback threw.
    Watch watch(Workload workload, Consumer<Replicas> seen, Consumer<RuntimeException> broke) {
        return Observation.start(api, controller(workload), seen, broke);
    }

    /// Calls back once, from a thread of its own, when the API server has not answered for 15 s
    /// (told 25 s after its last answer at the latest); until closed.
    public Watch onLost(Consumer<RunFailed> listener) {
        return pulse.onLost(listener);
    }

    /// Ready or not is the question: a server without its store answers, but not `ok`. A server
    /// that lets nobody ask (401, 403, 404) is there.
    private void probe() {
        var quick =
                new RequestConfigBuilder()
                        .withRequestTimeout((int) Pulse.PROBE.toMillis())
                        .withRequestRetryBackoffLimit(0)
                        .build();
        try {
            api.client()
                    .adapt(NamespacedKubernetesClient.class)
                    .withRequestConfig(quick)
                    .call(client -> client.raw("/readyz"));
        } catch (KubernetesClientException e) {
            if (e.getCode() < 400 || e.getCode() >= 500) {
                throw e;
            }
        }
    }

    private Controller controller(Workload workload) {
        return Controller.of(object(workload));
    }

    private HasMetadata object(Workload workload) {
        HasMetadata object = api.ask("read " + workload, () -> api.resource(workload).get());
        if (object == null) {
            throw new RunFailed(
                    "no "
                            + workload
                            + " in namespace "
                            + namespace()
                            + " of "
                            + api.context()
                            + ": is the suite up?");
        }
        return object;
    }

    @Override
    public void close() {
        pulse.close();
        api.close();
    }
}

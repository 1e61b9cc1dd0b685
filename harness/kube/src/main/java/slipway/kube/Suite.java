package slipway.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import slipway.core.Cluster;
import slipway.core.InvalidSpec;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// The suite's objects on a cluster: namespace, secrets, and all that the manifests say.
///
/// Everything can be done again: what is there already stays or becomes as written.
public final class Suite {
    /// On the namespace: a pod that could gain privileges is refused, and its author warned.
    private static final Map<String, String> POD_SECURITY =
            Map.of(
                    "pod-security.kubernetes.io/enforce", "restricted",
                    "pod-security.kubernetes.io/warn", "restricted",
                    "pod-security.kubernetes.io/audit", "restricted");

    /// Secrets that the harness makes, and the one key of each.
    private static final Map<String, String> SECRETS =
            Map.of(
                    "postgres",
                    "password",
                    "api-token",
                    "token",
                    // Of a database with its standby: no password of ledger's may copy all there
                    // is.
                    "postgres-replication",
                    "password");

    /// As many bits as a key of AES-256.
    private static final int SECRET_BYTES = 32;

    private final KubeCluster cluster;
    private final Api api;
    private final List<HasMetadata> objects;

    private Suite(KubeCluster cluster, List<HasMetadata> objects) {
        this.cluster = cluster;
        this.api = cluster.api();
        this.objects = objects;
    }

    /// @param yaml what [Manifests#render] gave
    /// @param images references by the names of images, such as `api` →
    ///   `localhost/api:v1-0a1b2c3d`; images that are not named stay as written
    /// @throws slipway.core.InvalidSpec when the text holds no Kubernetes objects
    public static Suite of(KubeCluster cluster, String yaml, Map<String, String> images) {
        var objects = Manifests.parse(cluster.api().client().getKubernetesSerialization(), yaml);
        Manifests.setImages(objects, images);
        return new Suite(cluster, objects);
    }

    /// The workloads that the manifests name.
    public List<Workload> workloads() {
        return objects.stream()
                .filter(Suite::isWorkload)
                .map(object -> Controller.of(object).workload())
                .toList();
    }

    /// Applies everything, and waits until all workloads are settled.
    ///
    /// @param progress what is happening, at each change
    /// @throws RunFailed when the API server refuses something, or when a workload is not settled
    ///   after `within`, with what keeps it
    public void apply(Duration within, Consumer<String> progress) throws InterruptedException {
        progress.accept("namespace " + api.namespace());
        awaitNamespaceFree(within);
        applyNamespace();
        createSecrets();
        for (var object : objects) {
            if (!(object instanceof Namespace) && !isWorkload(object)) {
                apply(object, progress);
            }
        }
        // Last, so that a pod finds its service account, configuration and policies.
        for (var object : objects) {
            if (isWorkload(object)) {
                apply(object, progress);
            }
        }
        for (var workload : workloads()) {
            cluster.free(workload);
        }
        awaitSettled(within, progress);
    }

    private void applyNamespace() {
        var labels = new java.util.HashMap<>(POD_SECURITY);
        labels.put("app.kubernetes.io/managed-by", Api.MANAGER);
        var written =
                objects.stream()
                        .filter(Namespace.class::isInstance)
                        .filter(o -> o.getMetadata().getName().equals(api.namespace()))
                        .findFirst();
        written.map(o -> o.getMetadata().getLabels()).ifPresent(labels::putAll);
        apply(
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(api.namespace())
                        .withLabels(labels)
                        .endMetadata()
                        .build(),
                _ -> {});
    }

    private void apply(HasMetadata object, Consumer<String> progress) {
        var name = object.getKind() + " " + object.getMetadata().getName();
        progress.accept(name);
        api.ask(
                "apply " + name,
                () ->
                        api.client()
                                .resource(object)
                                .fieldManager(Api.MANAGER)
                                .forceConflicts()
                                .serverSideApply());
    }

    void createSecrets() {
        var random = new SecureRandom();
        SECRETS.forEach(
                (name, key) -> {
                    var bytes = new byte[SECRET_BYTES];
                    random.nextBytes(bytes);
                    var secret =
                            new SecretBuilder()
                                    .withNewMetadata()
                                    .withName(name)
                                    .withNamespace(api.namespace())
                                    .addToLabels("app.kubernetes.io/managed-by", Api.MANAGER)
                                    .endMetadata()
                                    .withType("Opaque")
                                    .addToStringData(
                                            key,
                                            Base64.getUrlEncoder()
                                                    .withoutPadding()
                                                    .encodeToString(bytes))
                                    .build();
                    api.tell("create Secret " + name, () -> createIfAbsent(secret));
                });
    }

    private void createIfAbsent(Secret secret) {
        try {
            api.client().resource(secret).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != 409) { // it is there: its value is in use, and stays
                throw e;
            }
        }
    }

    /// Refuses a cluster that has nothing of a suite, before anything is done to it.
    ///
    /// @throws InvalidSpec saying what is there instead, and the mend
    public static void require(KubeCluster cluster) {
        if (!cluster.workloads().isEmpty()) {
            return;
        }
        var api = cluster.api();
        var namespace =
                api.ask(
                        "read the namespace " + api.namespace(),
                        () -> api.client().namespaces().withName(api.namespace()).get());
        throw absent(
                api,
                "the suite",
                namespace == null ? "there is no such namespace" : "it holds no workload");
    }

    private static InvalidSpec absent(Api api, String expected, String seen) {
        return new InvalidSpec(
                "expected %s in the namespace %s of %s, but %s; bring the suite up: ./slipway up"
                        .formatted(expected, api.namespace(), api.context(), seen));
    }

    /// The token that the api asks of its clients.
    ///
    /// @throws InvalidSpec when the suite is not up
    public String token() {
        return token(cluster);
    }

    /// As [#token()], for who has no manifests at hand.
    public static String token(KubeCluster cluster) {
        var api = cluster.api();
        var secret =
                api.ask(
                        "read Secret api-token",
                        () ->
                                api.client()
                                        .secrets()
                                        .inNamespace(api.namespace())
                                        .withName("api-token")
                                        .get());
        if (secret == null || secret.getData() == null || !secret.getData().containsKey("token")) {
            throw absent(
                    api,
                    "the Secret api-token with a token",
                    secret == null ? "there is no such Secret" : "it has none");
        }
        return new String(
                Base64.getDecoder().decode(secret.getData().get("token")), StandardCharsets.UTF_8);
    }

    private void awaitSettled(Duration within, Consumer<String> progress)
            throws InterruptedException {
        var seen = new ConcurrentSkipListMap<String, Replicas>();
        var done = new CompletableFuture<Boolean>();
        var all = workloads();
        var watches = new ArrayList<Cluster.Watch>();
        watches.add(cluster.onLost(done::completeExceptionally));
        try {
            for (var workload : all) {
                watches.add(
                        cluster.watch(
                                workload,
                                replicas -> {
                                    seen.put(workload.name(), replicas);
                                    progress.accept(line(seen, all.size()));
                                    if (seen.size() == all.size()
                                            && seen.values().stream().allMatch(Replicas::settled)) {
                                        done.complete(true);
                                    }
                                },
                                done::completeExceptionally));
            }
            if (!all.isEmpty()) {
                done.get(within.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            throw new RunFailed(unsettled(all, within), e);
        } catch (ExecutionException e) {
            throw new RunFailed("while the suite was starting: " + Api.reason(e), e);
        } finally {
            watches.forEach(Cluster.Watch::close);
        }
    }

    /// `3 of 5 workloads ready; api 2 of 4`.
    static String line(Map<String, Replicas> seen, int all) {
        var waiting =
                seen.entrySet().stream()
                        .filter(e -> !e.getValue().settled())
                        .map(
                                e ->
                                        "; "
                                                + e.getKey()
                                                + " "
                                                + e.getValue().ready()
                                                + " of "
                                                + e.getValue().desired())
                        .collect(Collectors.joining());
        long settled = seen.values().stream().filter(Replicas::settled).count();
        return settled + " of " + all + " workloads ready" + waiting;
    }

    private String unsettled(List<Workload> all, Duration within) {
        return all.stream()
                .filter(workload -> !cluster.replicas(workload).settled())
                .map(
                        workload ->
                                Sentence.of(
                                        workload.name(),
                                        "settled",
                                        within,
                                        cluster.replicas(workload),
                                        cluster.pods(workload),
                                        cluster.complaint(workload)))
                .collect(Collectors.joining("; "));
    }

    /// Deletes the namespace with all that is in it, what the manifests say outside of it, and the
    /// volumes of its claims; waits until they are gone.
    public void delete(Duration within, Consumer<String> progress) throws InterruptedException {
        for (var object : objects) {
            if (object.getMetadata().getNamespace() == null && !(object instanceof Namespace)) {
                deleteOutside(object, progress);
            }
        }
        delete(cluster, within, progress);
    }

    private void deleteOutside(HasMetadata object, Consumer<String> progress) {
        var name = object.getKind() + " " + object.getMetadata().getName();
        progress.accept("deleting " + name);
        api.tell("delete " + name, () -> api.client().resource(object).delete());
    }

    /// As [#delete(Duration, Consumer)], for who has no manifests at hand.
    public static void delete(KubeCluster cluster, Duration within, Consumer<String> progress)
            throws InterruptedException {
        var suite = new Suite(cluster, List.of());
        var api = suite.api;
        progress.accept("deleting namespace " + api.namespace());
        api.tell(
                "delete namespace " + api.namespace(),
                () -> api.client().namespaces().withName(api.namespace()).delete());
        suite.await(within, "namespace " + api.namespace() + " to be gone", suite::gone);
    }

    private boolean gone() {
        return api.client().namespaces().withName(api.namespace()).get() == null
                && api.client().persistentVolumes().list().getItems().stream()
                        .noneMatch(this::ours);
    }

    /// A volume outlives its claim for as long as its provisioner takes to wipe it.
    private boolean ours(PersistentVolume volume) {
        var claim = volume.getSpec().getClaimRef();
        return claim != null
                && api.namespace().equals(claim.getNamespace())
                && "Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy());
    }

    /// A namespace that is still being deleted takes nothing new.
    private void awaitNamespaceFree(Duration within) throws InterruptedException {
        await(
                within,
                "the former namespace " + api.namespace() + " to be gone",
                () -> {
                    var namespace = api.client().namespaces().withName(api.namespace()).get();
                    return namespace == null
                            || namespace.getMetadata().getDeletionTimestamp() == null;
                });
    }

    /// For what no watch tells more simply.
    private void await(Duration within, String what, BooleanSupplier met)
            throws InterruptedException {
        if (!Poll.until(within, () -> api.ask("wait for " + what, met::getAsBoolean))) {
            throw new RunFailed("waited " + Sentence.time(within) + " for " + what);
        }
    }

    private static boolean isWorkload(HasMetadata object) {
        return object instanceof Deployment
                || object instanceof StatefulSet
                || object instanceof DaemonSet;
    }
}

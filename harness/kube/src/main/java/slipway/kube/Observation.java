package slipway.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.core.Cluster;
import slipway.core.Replicas;
import slipway.core.RunFailed;

/// Watches a workload, its pods and its endpoints.
///
/// Each event is counted by itself, never the newest state alone: a dip between two events would be
/// missed. When a watch breaks, the informer lists again and goes on.
final class Observation implements Cluster.Watch {
    /// The first list of a namespace takes milliseconds; more than this, and nothing will come.
    private static final int START_SECONDS = 20;

    private final Consumer<Replicas> seen;
    private final Consumer<RuntimeException> broke;
    private final Map<String, Pod> pods = new HashMap<>();
    private final Map<String, EndpointSlice> slices = new HashMap<>();
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private Controller controller;
    private @Nullable String uid;
    private boolean deleted;
    private boolean telling;
    private @Nullable Replicas last;
    private @Nullable RuntimeException failure;

    private Observation(
            Controller controller, Consumer<Replicas> seen, Consumer<RuntimeException> broke) {
        this.controller = controller;
        this.seen = seen;
        this.broke = broke;
    }

    /// Starts to watch, and calls `seen` for the first time before it returns.
    ///
    /// @param broke is told when `seen` or the counting threw; nothing is seen any more then
    static Observation start(
            Api api,
            Controller controller,
            Consumer<Replicas> seen,
            Consumer<RuntimeException> broke) {
        var observation = new Observation(controller, seen, broke);
        try {
            observation.begin(api);
            return observation;
        } catch (RuntimeException e) {
            observation.stop();
            throw e;
        }
    }

    private void begin(Api api) {
        var client = api.client();
        var workload = controller.workload();
        follow(api, api.resource(workload), this::saw, _ -> deleted = true);
        follow(
                api,
                client.pods().inNamespace(api.namespace()).withLabelSelector(controller.selector()),
                pod -> pods.put(pod.getMetadata().getUid(), pod),
                pod -> pods.remove(pod.getMetadata().getUid()));
        follow(
                api,
                client.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(api.namespace())
                        .withLabel(KubeCluster.SERVICE_NAME, workload.name()),
                slice -> slices.put(slice.getMetadata().getName(), slice),
                slice -> slices.remove(slice.getMetadata().getName()));
        synchronized (this) {
            rethrow();
            telling = true;
            tell();
        }
    }

    /// The informer's first list may come from a cache that is older than what we were given: an
    /// older generation would call a rollout settled that has not begun. One that was made anew
    /// counts its generations from 1.
    private void saw(HasMetadata object) {
        var next = Controller.of(object);
        var now = object.getMetadata().getUid();
        deleted = false;
        if (!now.equals(uid) || next.generation() >= controller.generation()) {
            controller = uid == null ? newest(next) : next;
        }
        uid = now;
    }

    private Controller newest(Controller next) {
        return next.generation() >= controller.generation() ? next : controller;
    }

    private <T extends HasMetadata> void follow(
            Api api, Informable<T> objects, Consumer<? super T> put, Consumer<? super T> remove) {
        var informer = objects.runnableInformer(0);
        informers.add(informer);
        // Only a failure to start ends it; the pulse tells of a server that does not come back.
        informer.exceptionHandler((started, _) -> started);
        try {
            informer.start().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new RunFailed(
                    "cannot watch "
                            + controller.workload()
                            + " on "
                            + api.context()
                            + ": "
                            + Api.reason(e),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailed("interrupted while starting to watch", e);
        }
        // Only now: a handler that joins late is first given what is there, in this thread.
        informer.addEventHandler(
                new ResourceEventHandler<T>() {
                    @Override
                    public void onAdd(T object) {
                        change(put, object);
                    }

                    @Override
                    public void onUpdate(T old, T object) {
                        // After a gap in the watch another of the same name may have come.
                        if (!old.getMetadata().getUid().equals(object.getMetadata().getUid())) {
                            change(remove, old);
                        }
                        change(put, object);
                    }

                    @Override
                    public void onDelete(T object, boolean unknown) {
                        change(remove, object);
                    }
                });
    }

    private synchronized <T> void change(Consumer<? super T> deed, T object) {
        try {
            deed.accept(object);
            tell();
        } catch (RuntimeException e) {
            // The informer's thread would only log it.
            telling = false;
            failure = e;
            broke.accept(e);
        }
    }

    private void tell() {
        var now = Count.of(controller, pods.values(), slices.values());
        if (deleted) {
            now =
                    new Replicas(
                            0,
                            0,
                            now.ready(),
                            now.endpoints(),
                            now.versions(),
                            now.existing(),
                            false);
        }
        if (!telling || now.equals(last)) {
            return;
        }
        last = now;
        seen.accept(now);
    }

    private void stop() {
        informers.forEach(SharedIndexInformer::close);
    }

    private void rethrow() {
        if (failure != null) {
            throw failure;
        }
    }

    /// Ends it. Rethrows what the callback threw, after which it was not called again.
    @Override
    public void close() {
        stop();
        synchronized (this) {
            telling = false;
            rethrow();
        }
    }
}

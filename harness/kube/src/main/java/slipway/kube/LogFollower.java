package slipway.kube;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import slipway.core.Cluster;

/// Writes the logs of all pods of the namespace into files while they run, since the log of a pod
/// that is deleted is gone with it.
final class LogFollower implements Cluster.Watch {
    /// The clocks of nodes differ from ours by less than this.
    private static final Duration SKEW = Duration.ofSeconds(5);

    /// After the last pod has ended, what is on its way arrives at once.
    private static final int CLOSE_SECONDS = 5;

    /// How long to wait before a stream that broke is opened again.
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Api api;
    private final Path folder;
    private final Instant since = Instant.now().minus(SKEW);
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Map<String, LogWatch> open = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final SharedIndexInformer<Pod> informer;
    private volatile boolean closed;

    LogFollower(Api api, Path folder) {
        this.api = api;
        this.folder = folder;
        this.informer =
                api.ask(
                        "watch the pods of " + api.namespace(),
                        () -> api.client().pods().inNamespace(api.namespace()).runnableInformer(0));
        informer.exceptionHandler((started, _) -> started);
        informer.addEventHandler(
                new ResourceEventHandler<Pod>() {
                    @Override
                    public void onAdd(Pod pod) {
                        saw(pod);
                    }

                    @Override
                    public void onUpdate(Pod old, Pod pod) {
                        saw(pod);
                    }

                    @Override
                    public void onDelete(Pod pod, boolean unknown) {
                        // its stream ends by itself
                    }
                });
        var _ = informer.start();
    }

    private void saw(Pod pod) {
        Pods.statuses(pod)
                .filter(LogFollower::hasRun)
                .forEach(
                        status -> {
                            var file =
                                    Evidence.file(pod, status.getName(), status.getRestartCount());
                            if (!closed && begun.add(file + pod.getMetadata().getUid())) {
                                threads.execute(() -> follow(pod, status, file));
                            }
                        });
    }

    private static boolean hasRun(ContainerStatus status) {
        var state = status.getState();
        return state != null
                && (state.getRunning() != null
                        // Without a start it has ended without ever running: it has no log.
                        || (state.getTerminated() != null
                                && state.getTerminated().getStartedAt() != null));
    }

    private void follow(Pod pod, ContainerStatus status, String file) {
        try (var out = new LastBytes(folder.resolve(file), Evidence.LIMIT)) {
            var from = since;
            do {
                try (var log =
                        api.client()
                                .pods()
                                .inNamespace(api.namespace())
                                .withName(pod.getMetadata().getName())
                                .inContainer(status.getName())
                                .sinceTime(from.toString())
                                .withReadyWaitTimeout(0)
                                .watchLog()) {
                    open.put(file, log);
                    if (!closed && log.getOutput().transferTo(out) > 0) {
                        from = Instant.now();
                    }
                } catch (IOException | RuntimeException _) {
                    // The pod is gone, or the server: the next turn tells which. A lost server
                    // comes as a CompletionException too, not only as the client's own.
                }
                if (!closed) {
                    Thread.sleep(AGAIN);
                }
            } while (!closed && runs(pod, status));
        } catch (IOException _) {
            // No room for it: the history, which tells of a full disk itself, matters more.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(file);
        }
    }

    /// The container still runs, as far as the informer knows: its stream broke, and did not end.
    private boolean runs(Pod pod, ContainerStatus status) {
        @Nullable Pod now =
                informer.getStore().getByKey(api.namespace() + "/" + pod.getMetadata().getName());
        return now != null
                && now.getMetadata().getUid().equals(pod.getMetadata().getUid())
                && Pods.statuses(now)
                        .anyMatch(
                                s ->
                                        s.getName().equals(status.getName())
                                                && s.getRestartCount()
                                                        .equals(status.getRestartCount())
                                                && s.getState() != null
                                                && s.getState().getRunning() != null);
    }

    @Override
    public void close() {
        closed = true;
        informer.close();
        open.values().forEach(LogWatch::close);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

package slipway.kube;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import slipway.core.Cluster;

/// What the cluster itself says of a run: logs and events, for the reader of a report.
///
/// A log is in `POD.CONTAINER.log`, after a restart in `POD.CONTAINER.1.log` and so on.
public final class Evidence {
    /// Of each log, at least this much of its end is kept.
    static final long LIMIT = 5_000_000;

    private final Api api;

    public Evidence(KubeCluster cluster) {
        this.api = cluster.api();
    }

    /// Writes logs while they are written, also of pods that come and go, until closed.
    ///
    /// @throws slipway.core.RunFailed when the folder cannot be made
    public Cluster.Watch follow(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new slipway.core.RunFailed("cannot make the folder " + folder, e);
        }
        return new LogFollower(api, folder);
    }

    /// Writes the events of the namespace, and the logs that are still to be had and not yet in the
    /// folder. What could not be had, and why, is in `missing.txt` then. Never fails: evidence is
    /// collected when things have gone wrong already.
    ///
    /// @return what is in `missing.txt`; empty when all is there
    public List<String> collect(Path folder) {
        var missing = new ArrayList<String>();
        attempt(missing, "the folder " + folder, () -> Files.createDirectories(folder));
        attempt(missing, "the events", () -> events(folder.resolve("events.txt")));
        var pods = new ArrayList<Pod>();
        attempt(
                missing,
                "the list of pods",
                () ->
                        pods.addAll(
                                api.client()
                                        .pods()
                                        .inNamespace(api.namespace())
                                        .list()
                                        .getItems()));
        for (var pod : pods) {
            logs(pod, folder, missing);
        }
        if (!missing.isEmpty()) {
            attempt(
                    missing,
                    "missing.txt",
                    () -> Files.write(folder.resolve("missing.txt"), missing));
        }
        return List.copyOf(missing);
    }

    private void logs(Pod pod, Path folder, List<String> missing) {
        Pods.statuses(pod)
                .forEach(
                        status -> {
                            int restarts = status.getRestartCount();
                            var state = status.getState();
                            if (state != null && state.getWaiting() == null) {
                                log(pod, status.getName(), restarts, false, folder, missing);
                            }
                            if (restarts > 0) {
                                log(pod, status.getName(), restarts - 1, true, folder, missing);
                            }
                        });
    }

    private void log(
            Pod pod,
            String container,
            int start,
            boolean previous,
            Path folder,
            List<String> missing) {
        var file = folder.resolve(file(pod, container, start));
        if (Files.exists(file)) {
            return;
        }
        attempt(
                missing,
                file.getFileName().toString(),
                () -> {
                    var source =
                            api.client()
                                    .pods()
                                    .inNamespace(api.namespace())
                                    .withName(pod.getMetadata().getName())
                                    .inContainer(container);
                    try (var out = new LastBytes(file, LIMIT);
                            var in =
                                    previous
                                            ? source.terminated()
                                                    .withReadyWaitTimeout(0)
                                                    .getLogInputStream()
                                            : source.withReadyWaitTimeout(0).getLogInputStream()) {
                        in.transferTo(out);
                    }
                });
    }

    static String file(Pod pod, String container, int start) {
        // A StatefulSet's next pod bears the same name.
        boolean named =
                pod.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getKind().equals("StatefulSet"));
        return pod.getMetadata().getName()
                + "."
                + container
                + (named ? "." + pod.getMetadata().getUid().split("-")[0] : "")
                + (start == 0 ? "" : "." + start)
                + ".log";
    }

    private void events(Path file) throws IOException {
        var lines =
                api.client().v1().events().inNamespace(api.namespace()).list().getItems().stream()
                        .sorted(Comparator.comparing(KubeCluster::time))
                        .map(Evidence::line)
                        .toList();
        Files.write(file, lines);
    }

    /// `2026-11-22T23:00:00Z Warning BackOff Pod api-7d9f-x2k: Back-off restarting (x3)`.
    static String line(Event event) {
        int count = Objects.requireNonNullElse(event.getCount(), 1);
        return KubeCluster.time(event)
                + " "
                + event.getType()
                + " "
                + event.getReason()
                + " "
                + event.getInvolvedObject().getKind()
                + " "
                + event.getInvolvedObject().getName()
                + ": "
                + event.getMessage()
                + (count == 1 ? "" : " (x" + count + ")");
    }

    private interface Deed {
        void run() throws IOException;
    }

    private static void attempt(List<String> missing, String what, Deed deed) {
        try {
            deed.run();
        } catch (IOException | RuntimeException e) { // the client wraps a lost server in several
            missing.add(what + ": " + Api.reason(e));
        }
    }
}

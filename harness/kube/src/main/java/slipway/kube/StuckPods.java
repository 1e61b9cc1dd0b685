package slipway.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import slipway.core.RunFailed;

/// What a StatefulSet waits for in vain. One whose pod never became ready waits for that very pod,
/// and so never replaces it by a mended one (kubernetes #67250): such a pod is deleted.
///
/// Which pods are of the newest revision the controller says itself, so a change of settings alone
/// tells them apart as well as one of the image.
///
/// @param name of the StatefulSet
record StuckPods(Api api, String name) {
    /// A controller takes note of a new spec within milliseconds; a busy one within seconds.
    private static final Duration NOTICE = Duration.ofSeconds(30);

    void delete() throws InterruptedException {
        var set = awaitNoticed();
        var newest = set.getStatus().getUpdateRevision();
        var pods =
                api.ask(
                        "list the pods of StatefulSet " + name,
                        () ->
                                api.client()
                                        .pods()
                                        .inNamespace(api.namespace())
                                        .withLabelSelector(set.getSpec().getSelector())
                                        .list()
                                        .getItems());
        for (var pod : pods) {
            if (stuck(pod, newest)) {
                api.tell("delete Pod " + pod.getMetadata().getName(), () -> delete(pod));
            }
        }
    }

    /// This very pod: another of its name, which the controller may have made anew meanwhile, is of
    /// the newest revision.
    private void delete(Pod pod) {
        try {
            api.client()
                    .resource(pod)
                    .lockResourceVersion(pod.getMetadata().getResourceVersion())
                    .delete();
        } catch (KubernetesClientException e) {
            // Whatever changed: whoever frees looks again.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private StatefulSet awaitNoticed() throws InterruptedException {
        if (!Poll.until(NOTICE, () -> noticed(read()))) {
            throw new RunFailed(
                    "waited %s for StatefulSet %s to be noticed by its controller"
                            .formatted(Sentence.time(NOTICE), name));
        }
        return read();
    }

    private StatefulSet read() {
        var sets = api.client().apps().statefulSets().inNamespace(api.namespace());
        return api.ask("read StatefulSet " + name, sets.withName(name)::require);
    }

    /// Before that its status names the revision of an older spec.
    static boolean noticed(StatefulSet set) {
        var status = set.getStatus();
        return status != null
                && Objects.requireNonNullElse(status.getObservedGeneration(), 0L)
                        >= Objects.requireNonNullElse(set.getMetadata().getGeneration(), 0L);
    }

    static boolean stuck(Pod pod, String newest) {
        var revision = pod.getMetadata().getLabels().get("controller-revision-hash");
        return !Objects.equals(revision, newest) && !Pods.ready(pod) && !Pods.leaving(pod);
    }
}

package slipway.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import slipway.core.Replicas;

/// Counts a workload's replicas from the objects that tell of them.
final class Count {
    private Count() {}

    static Replicas of(
            Controller controller, Collection<Pod> pods, Collection<EndpointSlice> slices) {
        var versions = new TreeMap<String, Integer>();
        var existing = new TreeMap<String, Integer>();
        int ready = 0;
        boolean leaving = false;
        for (var pod : pods) {
            var version = Pods.version(pod, controller.workload().name());
            if (Pods.leaving(pod)) {
                leaving = true;
            } else {
                existing.merge(version, 1, Integer::sum);
            }
            if (Pods.ready(pod)) {
                ready++;
                versions.merge(version, 1, Integer::sum);
            }
        }
        return new Replicas(
                controller.desired(),
                controller.promised(),
                ready,
                endpoints(slices),
                versions,
                existing,
                // The status counts no pod that is being deleted; but such a pod may still answer.
                controller.complete() && ready == controller.desired() && !leaving);
    }

    /// Ready addresses, each once: with two address families a pod is in two slices.
    static int endpoints(Collection<EndpointSlice> slices) {
        return (int)
                slices.stream()
                        .map(EndpointSlice::getEndpoints)
                        .filter(Objects::nonNull) // a slice without endpoints says null
                        .flatMap(List::stream)
                        .filter(Count::ready)
                        .map(Count::identity)
                        .distinct()
                        .count();
    }

    /// A condition that is not given counts as true (as the API's definition has it).
    private static boolean ready(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    private static String identity(Endpoint endpoint) {
        return endpoint.getTargetRef() == null
                ? String.join(" ", endpoint.getAddresses())
                : endpoint.getTargetRef().getKind() + " " + endpoint.getTargetRef().getName();
    }
}

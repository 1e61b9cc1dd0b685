package slipway.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import slipway.core.Fault;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// Faults at pods: for a deletion the API server is asked, for all else their nodes.
///
/// @param pods those of a workload now
record PodFaults(Api api, NodeShell nodes, Function<Workload, List<Pod>> pods) {
    void rehearse(Fault.AtPod fault) throws InterruptedException {
        switch (fault.kind()) {
            case DELETE, DELETE_AT_ONCE -> {}
            case KILL, FREEZE -> processes(fault).rehearse(fault.pod().node());
        }
    }

    void begin(Fault.AtPod fault) throws InterruptedException {
        switch (fault.kind()) {
            case DELETE ->
                    api.tell("delete Pod " + fault.pod().name(), () -> resource(fault).delete());
            case DELETE_AT_ONCE ->
                    api.tell(
                            "delete Pod %s at once".formatted(fault.pod().name()),
                            () -> resource(fault).withGracePeriod(0).delete());
            case KILL -> processes(fault).kill(there(fault));
            case FREEZE -> processes(fault).freeze(there(fault));
        }
    }

    boolean begun(Fault.AtPod fault) throws InterruptedException {
        var pod = find(fault);
        return switch (fault.kind()) {
            case DELETE, DELETE_AT_ONCE -> pod.isEmpty() || Pods.leaving(pod.get());
            case KILL -> pod.isPresent() && (restarted(fault, pod.get()) || !Pods.ready(pod.get()));
            case FREEZE -> processes(fault).frozen(there(fault));
        };
    }

    void end(Fault.AtPod fault) throws InterruptedException {
        if (fault.kind() == Fault.AtPod.Kind.FREEZE) {
            var pod = find(fault);
            if (pod.isPresent()) {
                processes(fault).thaw(pod.get());
            }
        }
    }

    boolean over(Fault.AtPod fault) throws InterruptedException {
        var pod = find(fault);
        return switch (fault.kind()) {
            case DELETE, DELETE_AT_ONCE -> pod.isEmpty();
            case KILL -> pod.isPresent() && restarted(fault, pod.get()) && Pods.ready(pod.get());
            case FREEZE -> !processes(fault).frozen(unharmed(fault)) && Pods.ready(there(fault));
        };
    }

    /// A kubelet whose probes go unanswered starts the container anew: that is another fault.
    private Pod unharmed(Fault.AtPod fault) {
        var pod = there(fault);
        if (restarted(fault, pod)) {
            throw new RunFailed(
                    "%s was started anew by its kubelet while it was frozen: freeze it for less time than its liveness probe bears"
                            .formatted(fault.pod().name()));
        }
        return pod;
    }

    private static boolean restarted(Fault.AtPod fault, Pod pod) {
        return Pods.of(pod, fault.workload().name()).restarts() > fault.pod().restarts();
    }

    private Processes processes(Fault.AtPod fault) {
        return new Processes(nodes, fault.workload().name());
    }

    /// Another of its name is not it: a StatefulSet makes one.
    private Optional<Pod> find(Fault.AtPod fault) {
        return pods.apply(fault.workload()).stream()
                .filter(pod -> pod.getMetadata().getUid().equals(fault.pod().uid()))
                .findFirst();
    }

    private Pod there(Fault.AtPod fault) {
        return find(fault).orElseThrow(() -> new RunFailed(fault.pod().name() + " is gone"));
    }

    private PodResource resource(Fault.AtPod fault) {
        return api.client().pods().inNamespace(api.namespace()).withName(fault.pod().name());
    }
}

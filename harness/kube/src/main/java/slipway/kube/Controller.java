package slipway.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import slipway.core.Workload;

/// What a Deployment, a StatefulSet and a DaemonSet have in common.
///
/// @param generation of the spec; it grows with every change
/// @param complete its controller says that every pod is of the newest spec and available (what
///   `kubectl rollout status` waits for)
/// @param complaint what its controller says is wrong, or empty
/// @param selector of its own pods; those of its baseline are not among them
record Controller(
        Workload workload,
        long generation,
        int desired,
        int promised,
        boolean complete,
        String complaint,
        LabelSelector selector,
        PodTemplateSpec template) {

    static Controller of(HasMetadata object) {
        return switch (object) {
            case Deployment deployment -> of(deployment);
            case StatefulSet set -> of(set);
            case DaemonSet set -> of(set);
            default -> throw new IllegalArgumentException(object.getKind() + " is no workload");
        };
    }

    private static Controller of(Deployment deployment) {
        var spec = deployment.getSpec();
        int desired = Objects.requireNonNullElse(spec.getReplicas(), 1);
        var status = deployment.getStatus();
        var complaint = "";
        if (status != null) {
            for (var condition : status.getConditions()) {
                boolean bad =
                        switch (condition.getType()) {
                            case "ReplicaFailure" -> condition.getStatus().equals("True");
                            case "Progressing" -> condition.getStatus().equals("False");
                            default -> false;
                        };
                if (bad) {
                    complaint = condition.getReason() + ": " + condition.getMessage();
                }
            }
        }
        return new Controller(
                Workload.deployment(deployment.getMetadata().getName()),
                generation(deployment),
                desired,
                Promise.deployment(desired, spec.getStrategy()),
                status != null
                        && observed(deployment, status.getObservedGeneration())
                        && all(
                                desired,
                                status.getReplicas(),
                                status.getUpdatedReplicas(),
                                status.getReadyReplicas(),
                                status.getAvailableReplicas()),
                complaint,
                BaselineDeployment.without(spec.getSelector()),
                spec.getTemplate());
    }

    private static Controller of(StatefulSet set) {
        var spec = set.getSpec();
        int desired = Objects.requireNonNullElse(spec.getReplicas(), 1);
        var status = set.getStatus();
        return new Controller(
                Workload.statefulSet(set.getMetadata().getName()),
                generation(set),
                desired,
                Promise.statefulSet(desired, spec.getUpdateStrategy()),
                status != null
                        && observed(set, status.getObservedGeneration())
                        && Objects.equals(status.getCurrentRevision(), status.getUpdateRevision())
                        && all(
                                desired,
                                status.getReplicas(),
                                status.getReadyReplicas(),
                                status.getAvailableReplicas()),
                "",
                spec.getSelector(),
                spec.getTemplate());
    }

    private static Controller of(DaemonSet set) {
        var spec = set.getSpec();
        var status = set.getStatus();
        int desired = status == null ? 0 : orZero(status.getDesiredNumberScheduled());
        return new Controller(
                Workload.daemonSet(set.getMetadata().getName()),
                generation(set),
                desired,
                Promise.daemonSet(desired, spec.getUpdateStrategy()),
                status != null
                        && observed(set, status.getObservedGeneration())
                        && all(
                                desired,
                                status.getUpdatedNumberScheduled(),
                                status.getNumberReady(),
                                status.getNumberAvailable()),
                "",
                spec.getSelector(),
                spec.getTemplate());
    }

    private static long generation(HasMetadata object) {
        return orZero(object.getMetadata().getGeneration());
    }

    private static boolean observed(HasMetadata object, @Nullable Long generation) {
        return orZero(generation) >= generation(object);
    }

    /// A count that is zero is left out of a status.
    private static boolean all(int desired, @Nullable Integer... counts) {
        for (var count : counts) {
            if (orZero(count) != desired) {
                return false;
            }
        }
        return true;
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}

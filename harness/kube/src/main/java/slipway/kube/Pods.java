package slipway.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.core.Baseline;
import slipway.core.Image;
import slipway.core.InvalidSpec;

/// What a pod's status says, in the words of the vocabulary.
final class Pods {
    private Pods() {}

    static slipway.core.Pod of(Pod pod, String workload) {
        return new slipway.core.Pod(
                pod.getMetadata().getName(),
                orEmpty(pod.getMetadata().getUid()),
                orEmpty(pod.getSpec().getNodeName()),
                version(pod, workload),
                ready(pod),
                leaving(pod),
                status(pod, workload).map(ContainerStatus::getRestartCount).orElse(0),
                trouble(pod),
                role(pod));
    }

    /// As whoever leads them labels them.
    private static String role(Pod pod) {
        var labels = pod.getMetadata().getLabels();
        return labels == null ? "" : orEmpty(labels.get("role"));
    }

    /// What is known of the workload's container; empty before it was made.
    static Optional<ContainerStatus> status(Pod pod, String workload) {
        return container(pod.getSpec().getContainers(), workload)
                .flatMap(
                        container ->
                                statuses(pod)
                                        .filter(s -> s.getName().equals(container.getName()))
                                        .findFirst());
    }

    /// Ready and to stay: a pod that is being deleted still calls itself ready for a while.
    static boolean ready(Pod pod) {
        return !leaving(pod)
                && condition(pod, "Ready").filter(c -> c.getStatus().equals("True")).isPresent();
    }

    static boolean leaving(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /// The tag of the image of the workload's container.
    static String version(Pod pod, String workload) {
        return container(pod.getSpec().getContainers(), workload)
                .map(c -> version(c.getImage()))
                .orElse("");
    }

    /// The same, as a route calls it: the version of a baseline's pods has a mark.
    static String routed(Pod pod, String workload) {
        var version = version(pod, workload);
        return BaselineDeployment.has(pod) ? Baseline.version(version) : version;
    }

    /// The container that bears the workload's name, else the first.
    static Optional<Container> container(List<Container> containers, String workload) {
        return containers.stream()
                .filter(c -> c.getName().equals(workload))
                .findFirst()
                .or(() -> containers.stream().findFirst());
    }

    private static String version(String reference) {
        try {
            return Image.parse(reference).version();
        } catch (InvalidSpec _) {
            // An image that is not of the suite may go by digest alone: then that is its version.
            return reference;
        }
    }

    /// What keeps it from being ready: not scheduled, a container that waits or has ended, or just
    /// not ready yet.
    static String trouble(Pod pod) {
        if (pod.getStatus() == null || ready(pod) || leaving(pod)) {
            return "";
        }
        var scheduled = condition(pod, "PodScheduled");
        if (scheduled.isPresent() && scheduled.get().getStatus().equals("False")) {
            return scheduled.get().getReason() + ": " + scheduled.get().getMessage();
        }
        if (pod.getStatus().getReason() != null) {
            return pod.getStatus().getReason(); // Evicted, NodeLost
        }
        return statuses(pod)
                .flatMap(status -> reason(status).stream())
                .findFirst()
                .or(() -> condition(pod, "Ready").map(c -> orEmpty(c.getReason())))
                .orElse("");
    }

    /// The states of all containers, in the order in which they start.
    static Stream<ContainerStatus> statuses(Pod pod) {
        return pod.getStatus() == null
                ? Stream.of()
                : Stream.concat(
                        pod.getStatus().getInitContainerStatuses().stream(),
                        pod.getStatus().getContainerStatuses().stream());
    }

    private static Optional<String> reason(ContainerStatus status) {
        var state = status.getState();
        if (state == null) {
            return Optional.empty();
        }
        if (state.getWaiting() != null) {
            // "PodInitializing" says only that an init container has not ended: look there.
            return Optional.of(orEmpty(state.getWaiting().getReason()))
                    .filter(r -> !r.equals("PodInitializing"));
        }
        if (state.getTerminated() != null
                && !Integer.valueOf(0).equals(state.getTerminated().getExitCode())) {
            return Optional.of(
                    state.getTerminated().getReason()
                            + " (exit code "
                            + state.getTerminated().getExitCode()
                            + ")");
        }
        return Optional.empty();
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(c -> c.getType().equals(type))
                        .findFirst();
    }

    private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }
}

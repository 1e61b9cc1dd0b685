package slipway.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// Faults at pods: for a deletion the API server is asked, for all else their nodes. What has no
/// way of its own here is a [Plague], which knows each kind that it is.
///
/// @param pods those of a workload now
record PodFaults(Api api, NodeShell nodes, Function<Workload, List<Pod>> pods)
        implements Ways<Fault.AtPod> {
    /// A database that has not come back by then does not.
    private static final Duration RECOVERED = Duration.ofSeconds(60);

    @Override
    public void require(Fault.AtPod fault, Rights rights) {
        switch (fault.kind()) {
            case DELETE, DELETE_AT_ONCE -> rights.require("delete", "", "pods");
            case OWN_DISK, CUT_POWER, FULL_DISK, STALLED_DISK, SLOW_DISK -> {
                rights.require("get", "", "persistentvolumeclaims");
                rights.requireEverywhere("get", "", "persistentvolumes");
            }
            case KILL,
                    FREEZE,
                    DELAY,
                    LOSS,
                    DUPLICATION,
                    CORRUPTION,
                    NARROWING,
                    CUT_OFF,
                    NO_NAMES,
                    SLOW_NAMES,
                    CPU,
                    MEMORY,
                    OUT_OF_MEMORY,
                    CONNECTIONS,
                    NO_LOGIN -> {}
        }
    }

    @Override
    public void rehearse(Fault.AtPod fault) throws InterruptedException {
        switch (fault.kind()) {
            case DELETE, DELETE_AT_ONCE -> {}
            case KILL, FREEZE -> processes(fault).rehearse(fault.pod().node());
            case OWN_DISK -> {
                if (disks().seen(here(fault))) {
                    throw new InvalidSpec(fault.pod().name() + " is on a disk of its own already");
                }
                disks().rehearse(here(fault));
            }
            case CUT_POWER, FULL_DISK, STALLED_DISK, SLOW_DISK -> disks().rehearse(here(fault));
            case MEMORY, OUT_OF_MEMORY -> {
                bounded(fault);
                plague(fault).rehearse(fault.pod().node());
            }
            default -> plague(fault).rehearse(fault.pod().node());
        }
    }

    /// @throws InvalidSpec where the pod is gone, or on its way, before anything is done
    @Override
    public void begin(Fault.AtPod fault) throws InterruptedException {
        var pod =
                find(fault)
                        .filter(found -> !Pods.leaving(found))
                        .orElseThrow(
                                () -> new InvalidSpec(fault.pod().name() + " has left meanwhile"));
        switch (fault.kind()) {
            case DELETE ->
                    api.tell("delete Pod " + fault.pod().name(), () -> resource(fault).delete());
            case DELETE_AT_ONCE ->
                    api.tell(
                            "delete Pod %s at once".formatted(fault.pod().name()),
                            () -> resource(fault).withGracePeriod(0).delete());
            case KILL -> processes(fault).kill(pod);
            case FREEZE -> processes(fault).freeze(pod);
            case OWN_DISK -> disks().give(pod);
            case CUT_POWER -> disks().cut(pod);
            case FULL_DISK -> disks().fill(pod);
            case STALLED_DISK -> disks().stall(pod);
            case SLOW_DISK -> disks().slow(pod);
            default -> plague(fault).begin(pod);
        }
    }

    @Override
    public boolean begun(Fault.AtPod fault) throws InterruptedException {
        var pod = find(fault);
        return switch (fault.kind()) {
            case DELETE, DELETE_AT_ONCE -> pod.isEmpty() || Pods.leaving(pod.get());
            case KILL, CUT_POWER, OUT_OF_MEMORY ->
                    pod.isEmpty() || restarted(fault, pod.get()) || !Pods.ready(pod.get());
            case FREEZE -> pod.isEmpty() || processes(fault).frozen(pod.get());
            case OWN_DISK -> disks().seen(here(fault)) && settledAfterRestart(fault);
            case FULL_DISK -> disks().full(here(fault));
            case STALLED_DISK -> disks().stalled(here(fault));
            case SLOW_DISK -> disks().slowed(here(fault));
            case NO_LOGIN -> plague(fault).seen(here(fault));
            default -> pod.isPresent() && plague(fault).seen(pod.get());
        };
    }

    @Override
    public void end(Fault.AtPod fault) throws InterruptedException {
        switch (fault.kind()) {
            case DELETE, DELETE_AT_ONCE, KILL, CUT_POWER, OUT_OF_MEMORY -> {}
            case FREEZE -> {
                var pod = find(fault);
                if (pod.isPresent()) {
                    processes(fault).thaw(pod.get());
                }
            }
            case OWN_DISK -> takeBack(fault);
            case FULL_DISK -> disks().free(here(fault));
            case STALLED_DISK, SLOW_DISK -> disks().flow(fault.pod().node());
            case NO_LOGIN -> plague(fault).end(awaited(fault));
            default -> plague(fault).end(fault.pod().node(), fault.pod().uid());
        }
    }

    /// The database has it written down, whichever pod runs it by now.
    ///
    /// @throws RunFailed where none does in time
    private Pod awaited(Fault.AtPod fault) throws InterruptedException {
        if (!Poll.until(RECOVERED, () -> Pods.ready(here(fault)))) {
            throw new RunFailed(
                    "%s is not ready, and cannot be told to end the %s: kubectl describe pod %s"
                            .formatted(
                                    fault.pod().name(), fault.kind().noun(), fault.pod().name()));
        }
        return here(fault);
    }

    /// What never came back on its disk is not carried along: it would not come back elsewhere
    /// either, and what was lost the books tell.
    private void takeBack(Fault.AtPod fault) throws InterruptedException {
        if (!disks().seen(here(fault)) || Poll.until(RECOVERED, () -> Pods.ready(here(fault)))) {
            disks().take(here(fault));
        } else {
            disks().drop(here(fault));
        }
    }

    /// A pod that has gone, or is on its way for another reason, has no fault any more; whether
    /// another is ready in its place its workload tells.
    @Override
    public boolean over(Fault.AtPod fault) throws InterruptedException {
        var pod = find(fault);
        return switch (fault.kind()) {
            case DELETE, DELETE_AT_ONCE -> pod.isEmpty();
            case KILL, CUT_POWER ->
                    pod.isEmpty() || Pods.leaving(pod.get()) || backAfterRestart(fault);
            case OUT_OF_MEMORY ->
                    pod.isEmpty() || Pods.leaving(pod.get()) || backAfterShortage(fault);
            case FREEZE ->
                    pod.isEmpty() || outlived(fault, pod.get(), processes(fault).frozen(pod.get()));
            case OWN_DISK -> !disks().seen(here(fault)) && Pods.ready(here(fault));
            case FULL_DISK -> !disks().full(here(fault)) && Pods.ready(here(fault));
            case STALLED_DISK -> !disks().stalled(here(fault)) && Pods.ready(here(fault));
            case SLOW_DISK -> !disks().slowed(here(fault)) && Pods.ready(here(fault));
            case NO_LOGIN -> Pods.ready(here(fault)) && !plague(fault).seen(here(fault));
            default -> pod.isEmpty() || outlived(fault, pod.get(), plague(fault).seen(pod.get()));
        };
    }

    /// A kubelet whose probes go unanswered starts the container anew, and so it does where the
    /// kernel has killed it: that is another fault.
    private static boolean outlived(Fault.AtPod fault, Pod pod, boolean seen) {
        if (restarted(fault, pod)) {
            throw new RunFailed(
                    "%s was started anew by its kubelet during the %s: %s"
                            .formatted(
                                    fault.pod().name(),
                                    fault.kind().noun(),
                                    fault.kind() == Fault.AtPod.Kind.MEMORY
                                            ? "kubectl describe pod says whether it was OOMKilled, and so needs more memory than it has"
                                            : "let it last for less time than its liveness probe bears"));
        }
        return !seen && (Pods.leaving(pod) || Pods.ready(pod));
    }

    private boolean backAfterRestart(Fault.AtPod fault) {
        return find(fault).filter(pod -> restarted(fault, pod) && Pods.ready(pod)).isPresent();
    }

    /// What it writes when it starts is no longer at stake.
    private boolean settledAfterRestart(Fault.AtPod fault) throws InterruptedException {
        boolean back = backAfterRestart(fault);
        if (back) {
            disks().sync(here(fault));
        }
        return back;
    }

    /// As its kubelet tells why it was started anew.
    ///
    /// @throws RunFailed where that was for another reason
    private boolean backAfterShortage(Fault.AtPod fault) {
        if (!backAfterRestart(fault)) {
            return false;
        }
        var ended =
                find(fault)
                        .flatMap(pod -> Pods.status(pod, fault.workload().name()))
                        .map(status -> status.getLastState())
                        .map(last -> last.getTerminated());
        if (ended.filter(end -> "OOMKilled".equals(end.getReason())).isEmpty()) {
            throw new RunFailed(
                    "%s was to be started anew for OOMKilled, and was for %s"
                            .formatted(
                                    fault.pod().name(),
                                    ended.map(
                                                    end ->
                                                            "%s (exit code %d)"
                                                                    .formatted(
                                                                            end.getReason(),
                                                                            end.getExitCode()))
                                            .orElse("no reason that is told")));
        }
        return true;
    }

    /// @throws InvalidSpec where its container may take all of its node's memory
    private void bounded(Fault.AtPod fault) {
        if (Pods.container(here(fault).getSpec().getContainers(), fault.workload().name())
                .map(Container::getResources)
                .filter(resources -> resources.getLimits().containsKey("memory"))
                .isEmpty()) {
            throw new InvalidSpec(
                    "%s has no limit of memory, and would take its node's along"
                            .formatted(fault.pod().name()));
        }
    }

    private Plague plague(Fault.AtPod fault) {
        return Plague.of(fault.kind(), nodes);
    }

    private static boolean restarted(Fault.AtPod fault, Pod pod) {
        return Pods.of(pod, fault.workload().name()).restarts() > fault.pod().restarts();
    }

    private Processes processes(Fault.AtPod fault) {
        return new Processes(nodes, fault.workload().name());
    }

    private Disks disks() {
        return new Disks(api, nodes);
    }

    /// The one of its name: a disk goes with the claim, whichever pod has it by now.
    private Pod here(Fault.AtPod fault) {
        return pods.apply(fault.workload()).stream()
                .filter(pod -> pod.getMetadata().getName().equals(fault.pod().name()))
                .findFirst()
                .orElseThrow(() -> new RunFailed(fault.pod().name() + " is gone"));
    }

    /// Another of its name is not it: a StatefulSet makes one.
    private Optional<Pod> find(Fault.AtPod fault) {
        return pods.apply(fault.workload()).stream()
                .filter(pod -> pod.getMetadata().getUid().equals(fault.pod().uid()))
                .findFirst();
    }

    private PodResource resource(Fault.AtPod fault) {
        return api.client().pods().inNamespace(api.namespace()).withName(fault.pod().name());
    }
}

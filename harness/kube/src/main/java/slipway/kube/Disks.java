package slipway.kube;

import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;

/// Disks of their own for what pods keep, on their nodes: such a disk can lose its power, and be
/// full.
record Disks(Api api, NodeShell nodes) {
    private static final NodeScript SCRIPT = NodeScript.named("disk");

    /// What a node's shell is handed: of a volume's path nothing else is expected.
    private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9._/-]+");

    /// @throws InvalidSpec where the pod keeps nothing, or where its node can give no disk
    void rehearse(Pod pod) throws InterruptedException {
        path(pod);
        try {
            run(pod, "can");
        } catch (RunFailed e) {
            throw new InvalidSpec(
                    "%s can have no disk of its own: %s"
                            .formatted(pod.getMetadata().getName(), e.getMessage()));
        }
    }

    boolean seen(Pod pod) throws InterruptedException {
        return yes(pod, "seen");
    }

    /// Its processes are killed, and start on the disk.
    void give(Pod pod) throws InterruptedException {
        run(pod, "give");
    }

    /// Its processes are killed, and start on what was synced.
    ///
    /// @throws RunFailed where something that was not synced is still there
    void cut(Pod pod) throws InterruptedException {
        run(pod, "cut");
    }

    /// Nothing more can be written to it.
    void fill(Pod pod) throws InterruptedException {
        run(pod, "fill");
    }

    /// It has room again, where it had none.
    void free(Pod pod) throws InterruptedException {
        run(pod, "free");
    }

    /// All that is on it by now is there for good. Whoever syncs nothing would else lose what it
    /// started with as well, which it has kept on any disk that it had for a minute.
    void sync(Pod pod) throws InterruptedException {
        run(pod, "sync");
    }

    boolean full(Pod pod) throws InterruptedException {
        return yes(pod, "full");
    }

    /// Whoever writes to it waits.
    void stall(Pod pod) throws InterruptedException {
        run(pod, "stall");
    }

    /// Whoever writes to it waits over and over, and comes through.
    void slow(Pod pod) throws InterruptedException {
        run(pod, "slow");
    }

    /// Whoever waits for a disk of the node goes on, and waits no more, whether the pod is there or
    /// not.
    void flow(String node) throws InterruptedException {
        SCRIPT.run(nodes, node, "flow");
    }

    boolean stalled(Pod pod) throws InterruptedException {
        return yes(pod, "stalled");
    }

    boolean slowed(Pod pod) throws InterruptedException {
        return yes(pod, "slowed");
    }

    /// What is on it moves back. Done twice, it is as if done once.
    void take(Pod pod) throws InterruptedException {
        run(pod, "take");
    }

    /// What was before it was given is there again, and what came since is lost. Done twice, it is
    /// as if done once.
    void drop(Pod pod) throws InterruptedException {
        run(pod, "drop");
    }

    private boolean yes(Pod pod, String verb) throws InterruptedException {
        return SCRIPT.yes(nodes, pod.getSpec().getNodeName(), verb, path(pod));
    }

    private String run(Pod pod, String verb) throws InterruptedException {
        return SCRIPT.run(nodes, pod.getSpec().getNodeName(), verb, path(pod));
    }

    private String path(Pod pod) {
        var name = pod.getMetadata().getName();
        var claim =
                pod.getSpec().getVolumes().stream()
                        .map(Volume::getPersistentVolumeClaim)
                        .filter(Objects::nonNull)
                        .map(PersistentVolumeClaimVolumeSource::getClaimName)
                        .findFirst()
                        .orElseThrow(
                                () -> new InvalidSpec(name + " has no claim: it keeps nothing"));
        return volume(claim)
                .map(volume -> volume.getSpec().getHostPath())
                .map(HostPathVolumeSource::getPath)
                .filter(path -> PLAIN.matcher(path).matches())
                .orElseThrow(
                        () ->
                                new InvalidSpec(
                                        "the claim %s of %s is no directory of its node (hostPath), so its power cannot be cut"
                                                .formatted(claim, name)));
    }

    private Optional<PersistentVolume> volume(String claim) {
        return Optional.ofNullable(
                        api.ask(
                                "read the claim " + claim,
                                () ->
                                        api.client()
                                                .persistentVolumeClaims()
                                                .inNamespace(api.namespace())
                                                .withName(claim)
                                                .get()))
                .map(found -> found.getSpec().getVolumeName())
                .map(
                        volume ->
                                api.ask(
                                        "read the volume " + volume,
                                        () ->
                                                api.client()
                                                        .persistentVolumes()
                                                        .withName(volume)
                                                        .get()));
    }
}

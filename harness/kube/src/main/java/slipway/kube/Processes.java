package slipway.kube;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;

/// The processes of pods' containers, by the container runtime of their nodes: from inside a
/// container nobody can stop or kill the first of its processes (pid_namespaces(7)).
///
/// @param workload whose container it is; the first of a pod that has none of its name
record Processes(NodeShell nodes, String workload) {
    private static final String SCHEME = "containerd://";

    /// Sends all of them SIGKILL.
    void kill(Pod pod) throws InterruptedException {
        tasks(pod, "kill", "--all", "--signal", "SIGKILL", container(pod));
    }

    /// None of them runs any more (cgroup freezer).
    void freeze(Pod pod) throws InterruptedException {
        tasks(pod, "pause", container(pod));
    }

    /// They run again, where they do not.
    void thaw(Pod pod) throws InterruptedException {
        if (frozen(pod)) {
            tasks(pod, "resume", container(pod));
        }
    }

    /// Whether none of them runs, as the runtime tells.
    boolean frozen(Pod pod) throws InterruptedException {
        return task(pod).filter(words -> words[2].equals("PAUSED")).isPresent();
    }

    /// Asks whether a node can be reached, and its runtime.
    ///
    /// @throws InvalidSpec where it cannot
    void rehearse(String node) throws InterruptedException {
        try {
            nodes.run(node, "ctr", "-n", "k8s.io", "version");
        } catch (RunFailed e) {
            throw new InvalidSpec(
                    "expected containerd on the node %s, for what is done to processes, but %s"
                            .formatted(node, e.getMessage()));
        }
    }

    /// The number of its first process, as its node counts them.
    int first(Pod pod) throws InterruptedException {
        return task(pod)
                .map(words -> Integer.parseInt(words[1]))
                .orElseThrow(
                        () ->
                                new RunFailed(
                                        "%s has no process on %s"
                                                .formatted(
                                                        pod.getMetadata().getName(),
                                                        pod.getSpec().getNodeName())));
    }

    /// Task, process and status; empty where the container has ended, or there is none yet.
    private Optional<String[]> task(Pod pod) throws InterruptedException {
        var container = id(pod).orElse("");
        return tasks(pod, "ls")
                .lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length == 3 && words[0].equals(container))
                .findFirst();
    }

    private String tasks(Pod pod, String... words) throws InterruptedException {
        var command = new String[words.length + 4];
        command[0] = "ctr";
        command[1] = "-n";
        command[2] = "k8s.io";
        command[3] = "tasks";
        System.arraycopy(words, 0, command, 4, words.length);
        return nodes.run(pod.getSpec().getNodeName(), command);
    }

    private String container(Pod pod) {
        return id(pod).orElseThrow(
                        () ->
                                new RunFailed(
                                        "no container of %s runs on containerd"
                                                .formatted(pod.getMetadata().getName())));
    }

    private Optional<String> id(Pod pod) {
        return Pods.status(pod, workload)
                .map(ContainerStatus::getContainerID)
                .filter(id -> id.startsWith(SCHEME))
                .map(id -> id.substring(SCHEME.length()));
    }
}

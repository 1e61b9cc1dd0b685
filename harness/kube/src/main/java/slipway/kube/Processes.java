package slipway.kube;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import slipway.core.RunFailed;

/// The processes of pods' containers, by the container runtime of their nodes: from inside a
/// container nobody can stop or kill the first of its processes (pid_namespaces(7)).
///
/// @param workload whose container it is
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

    /// Those of these pods that do not run, run again.
    void thaw(List<Pod> pods) throws InterruptedException {
        for (var pod : pods) {
            var id = id(pod);
            if (id.isPresent() && frozen(tasks(pod, "ls"), id.get())) {
                tasks(pod, "resume", id.get());
            }
        }
    }

    /// @param tasks a table of task, process and status
    static boolean frozen(String tasks, String container) {
        return tasks.lines()
                .map(line -> line.trim().split("\\s+"))
                .anyMatch(
                        words ->
                                words.length == 3
                                        && words[0].equals(container)
                                        && words[2].equals("PAUSED"));
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

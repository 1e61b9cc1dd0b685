package slipway.chaos;

import java.time.Duration;
import slipway.core.Cluster;
import slipway.core.InvalidSpec;
import slipway.core.Pod;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// What may happen to one pod, and how it is seen from outside to have begun and to be over: what a
/// command that does it returns proves nothing.
public sealed interface PodFault {
    /// What is done, such as `kill`.
    String verb();

    /// What is then the case, such as `is killed`.
    String state();

    /// How long it lasts where it does not end by itself; zero where it does.
    default Duration lasting() {
        return Duration.ZERO;
    }

    void begin(Cluster cluster, Workload workload, Pod pod) throws InterruptedException;

    /// Whether it is seen to have begun.
    ///
    /// @param pod as it was before
    boolean begun(Cluster cluster, Workload workload, Pod pod) throws InterruptedException;

    /// Ends it, where it does not end by itself.
    default void end(Cluster cluster, Workload workload) throws InterruptedException {}

    /// Whether it is seen to be over: the pod, or another in its place, is of use again.
    ///
    /// @param pod as it was before
    boolean over(Cluster cluster, Workload workload, Pod pod) throws InterruptedException;

    /// It is deleted, by its owner's mistake or because its node has to go.
    ///
    /// @param grace from SIGTERM to SIGKILL, in whole seconds; 0 to be gone at once
    record Deletion(Duration grace) implements PodFault {
        public Deletion {
            if (grace.isNegative()) {
                throw new InvalidSpec("a pod has a grace of no time or more, not " + grace);
            }
        }

        @Override
        public String verb() {
            return grace.isZero() ? "delete at once" : "delete";
        }

        @Override
        public String state() {
            return "is deleted";
        }

        @Override
        public void begin(Cluster cluster, Workload workload, Pod pod) {
            cluster.delete(workload, pod, grace);
        }

        @Override
        public boolean begun(Cluster cluster, Workload workload, Pod pod) {
            return cluster.pods(workload).stream()
                    .filter(one -> one.uid().equals(pod.uid()))
                    .allMatch(Pod::leaving);
        }

        @Override
        public boolean over(Cluster cluster, Workload workload, Pod pod) {
            return cluster.pods(workload).stream().noneMatch(one -> one.uid().equals(pod.uid()))
                    && cluster.replicas(workload).settled();
        }
    }

    /// Its processes are killed, as by a kernel that has no memory left; its node starts them anew.
    record Kill() implements PodFault {
        @Override
        public String verb() {
            return "kill";
        }

        @Override
        public String state() {
            return "is killed";
        }

        @Override
        public void begin(Cluster cluster, Workload workload, Pod pod)
                throws InterruptedException {
            cluster.kill(workload, pod);
        }

        @Override
        public boolean begun(Cluster cluster, Workload workload, Pod pod) {
            return cluster.pods(workload).stream()
                    .filter(one -> one.uid().equals(pod.uid()))
                    .allMatch(one -> !one.ready() || one.restarts() > pod.restarts());
        }

        @Override
        public boolean over(Cluster cluster, Workload workload, Pod pod) {
            return cluster.pods(workload).stream()
                            .filter(one -> one.uid().equals(pod.uid()))
                            .allMatch(one -> one.ready() && one.restarts() > pod.restarts())
                    && cluster.replicas(workload).settled();
        }
    }

    /// Its processes stand still, as on a host that is out of breath; clients that are connected
    /// wait.
    ///
    /// @param lasting less than a liveness probe bears: its kubelet would end it
    record Freeze(Duration lasting) implements PodFault {
        public Freeze {
            if (!lasting.isPositive()) {
                throw new InvalidSpec("a pod is frozen for some time, not for " + lasting);
            }
        }

        @Override
        public String verb() {
            return "freeze";
        }

        @Override
        public String state() {
            return "is frozen";
        }

        @Override
        public void begin(Cluster cluster, Workload workload, Pod pod)
                throws InterruptedException {
            cluster.freeze(workload, pod);
        }

        /// It does not tell any more what it has counted.
        @Override
        public boolean begun(Cluster cluster, Workload workload, Pod pod)
                throws InterruptedException {
            return !tells(cluster, workload, pod);
        }

        @Override
        public void end(Cluster cluster, Workload workload) throws InterruptedException {
            cluster.thaw(workload);
        }

        @Override
        public boolean over(Cluster cluster, Workload workload, Pod pod)
                throws InterruptedException {
            if (cluster.pods(workload).stream().noneMatch(one -> one.uid().equals(pod.uid()))) {
                throw new RunFailed(pod.name() + " was replaced while it was frozen");
            }
            return tells(cluster, workload, pod) && cluster.replicas(workload).settled();
        }

        private static boolean tells(Cluster cluster, Workload workload, Pod pod)
                throws InterruptedException {
            return cluster.served(workload).stream()
                    .anyMatch(served -> served.pod().equals(pod.name()));
        }
    }
}

package slipway.core;

/// How a workload's controller replaces pods when the template changes: `spec.strategy` of a
/// Deployment, `spec.updateStrategy` of a StatefulSet or a DaemonSet.
///
/// Counts are as Kubernetes takes them: a number (`1`) or a share of the replicas (`25%`).
public sealed interface Strategy {
    /// Pods of a StatefulSet with a lower ordinal stay as they are; 0 where all are replaced.
    default int partition() {
        return 0;
    }

    /// All old pods go before the first new one comes: an outage, for versions that must not meet.
    /// Deployments only.
    record Recreate() implements Strategy {}

    /// New pods come and old ones go, within bounds.
    ///
    /// @param maxSurge how many pods there may be beyond the replicas; StatefulSets know no surge,
    ///   and have it empty
    /// @param maxUnavailable how many of the replicas may be missing; empty where the API server
    ///   does not say it
    /// @param partition pods of a StatefulSet with a lower ordinal stay as they are; 0 elsewhere
    record RollingUpdate(String maxSurge, String maxUnavailable, int partition)
            implements Strategy {
        public RollingUpdate {
            count(maxSurge);
            count(maxUnavailable);
            if (partition < 0) {
                throw new InvalidSpec("a partition is 0 or more, not " + partition);
            }
        }

        private static void count(String text) {
            if (!text.matches("|[0-9]{1,9}%?")) {
                throw new InvalidSpec("a count of pods is like 1 or 25%, not " + text);
            }
        }
    }

    /// A pod is replaced when somebody deletes it. StatefulSets and DaemonSets only.
    record OnDelete() implements Strategy {}
}

package slipway.rollout;

import java.time.Duration;
import slipway.core.Cluster;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.UpdateSpec;
import slipway.core.Workload;

/// A workload whose controller replaces pod after pod.
public record InPlace(Cluster cluster, Workload workload) {
    /// A pod that drains and one that starts, on cores that are busy.
    private static final Duration STUCK = Duration.ofSeconds(20);

    /// Back to how it was, from wherever it is; can be done again.
    ///
    /// A StatefulSet's controller waits for each pod to be ready before it touches another, even
    /// for one that never will be, of a revision that nobody wants any more (kubernetes #67250):
    /// such a pod is deleted.
    ///
    /// @throws RunFailed after `within`, with what was last seen
    public void back(UpdateSpec before, Duration within) throws InterruptedException {
        cluster.update(workload, before);
        var left = within;
        // Again, in case that its controller made the pod anew before it heard of the update.
        while (workload.kind() == Workload.Kind.STATEFUL_SET && left.compareTo(STUCK) > 0) {
            cluster.free(workload);
            try {
                await(before, STUCK);
                return;
            } catch (RunFailed _) {
                left = left.minus(STUCK);
            }
        }
        await(before, left);
    }

    private void await(UpdateSpec before, Duration within) throws InterruptedException {
        cluster.await(workload, "back at " + before.image().version(), Replicas::settled, within);
    }
}

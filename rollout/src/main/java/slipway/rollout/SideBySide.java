package slipway.rollout;

import java.time.Duration;
import slipway.core.Cluster;
import slipway.core.Image;
import slipway.core.Replicas;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Strategy;
import slipway.core.UpdateSpec;
import slipway.core.Workload;

/// Two versions of one Deployment side by side, for as long as somebody looks at them.
///
/// It is an ordinary rolling update that is held: new pods may come (`maxSurge`), but count as
/// available only after an hour (`minReadySeconds`), so that no old one may go (`maxUnavailable:
/// 0`). The Deployment's controller owns all replicas all the time, an autoscaler may act on it
/// meanwhile, and what is promoted in the end are the very pods that were looked at. A [Baseline]
/// beside them is not among these: it is there to be compared with, and goes.
public record SideBySide(Cluster cluster, Workload workload) {
    /// Longer than anybody looks.
    private static final Duration HOLD = Duration.ofHours(1);

    /// Has so many pods of the next version come up beside those of the one before, or some more
    /// where there are some already. Whoever is routed meets none of them.
    public void bring(UpdateSpec before, Image next, int pods) {
        var surge = new Strategy.RollingUpdate(String.valueOf(pods), "0", 0);
        cluster.update(workload, before.to(next).by(surge).holding(HOLD));
    }

    /// How many pods of the image are ready.
    static int ready(Replicas replicas, Image image) {
        return replicas.versions().getOrDefault(image.version(), 0);
    }

    /// Back to how it was, from wherever it is; can be done again.
    public void back(UpdateSpec before, Duration within) throws InterruptedException {
        try {
            clientsBack(before);
            cluster.baseline(workload, before.image(), 0);
        } catch (RunFailed _) {
            // Both once more below: whatever is wrong with routes, the pods of before come first.
        }
        cluster.update(workload, before);
        cluster.await(workload, "back at " + before.image().version(), Replicas::settled, within);
        cluster.unroute(workload);
        cluster.baseline(workload, before.image(), 0);
        cluster.forgetRoute(workload);
    }

    private void clientsBack(UpdateSpec before) throws InterruptedException {
        var now = cluster.replicas(workload);
        int old = ready(now, before.image());
        if (promoted(before) || 2 * old < now.desired()) {
            // So few could not serve everybody, or will not: those that are there still may be on
            // their way. A rolling update back, for all who come by; before the baseline goes, to
            // which some may still be sent.
            cluster.unroute(workload);
        } else if (old > 0) {
            cluster.route(workload, Route.only(before.image()));
            cluster.awaitRouted(workload);
        }
    }

    /// Whether the next version is no longer held, and the pods of before are going.
    private boolean promoted(UpdateSpec before) {
        var now = cluster.updateSpec(workload);
        return !now.image().equals(before.image()) && now.minReadySeconds() < HOLD.toSeconds();
    }
}

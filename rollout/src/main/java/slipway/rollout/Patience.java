package slipway.rollout;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import slipway.core.Clock;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Workload;

/// Waits for the pods of a version, for as long as somebody wants them.
final class Patience {
    private Patience() {}

    /// @param expectation as in [slipway.core.Cluster#await]
    /// @return that it passes; that somebody does not want it any more; or, after `within`, that it
    ///   fails, with what was last seen
    /// @throws RunFailed where the waiting broke before: no version is to blame for that
    static Finding await(
            Stage stage,
            Workload workload,
            String expectation,
            Predicate<Replicas> met,
            Duration within,
            Heed heed)
            throws InterruptedException {
        var over = new AtomicBoolean();
        var waited = new AtomicLong();
        long begin = stage.clock().now();
        var waiting =
                stage.clock()
                        .start(
                                "waiting for " + workload.name(),
                                () -> {
                                    try {
                                        stage.cluster().await(workload, expectation, met, within);
                                    } finally {
                                        waited.set(stage.clock().now() - begin);
                                        over.set(true);
                                    }
                                });
        try {
            while (!over.get()) {
                if (heed.heard() == Wish.ABORT) {
                    return heed.unwanted();
                }
                stage.clock().sleep(Heed.AGAIN);
            }
            boolean late = waited.get() >= within.toNanos();
            return ended(waiting, late, stage, workload, met);
        } finally {
            waiting.end();
        }
    }

    private static Finding ended(
            Clock.Running waiting,
            boolean late,
            Stage stage,
            Workload workload,
            Predicate<Replicas> met)
            throws InterruptedException {
        try {
            waiting.join();
            return new Finding.Passes();
        } catch (RunFailed e) {
            // Where the cluster does not answer, this says so, and no version is to blame.
            if (met.test(stage.cluster().replicas(workload))) {
                return new Finding.Passes();
            }
            if (late) {
                return new Finding.Fails(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }
}

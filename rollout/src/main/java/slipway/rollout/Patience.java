package slipway.rollout;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Workload;

/// Waits for the pods of a version, for as long as somebody wants them.
final class Patience {
    private Patience() {}

    /// @param expectation as in [slipway.core.Cluster#await]
    /// @return that it passes; that somebody does not want it any more; or that it fails, with what
    ///   was last seen
    static Finding await(
            Stage stage,
            Workload workload,
            String expectation,
            Predicate<Replicas> met,
            Duration within,
            Heed heed)
            throws InterruptedException {
        var over = new AtomicBoolean();
        var waiting =
                stage.clock()
                        .start(
                                "waiting for " + workload.name(),
                                () -> {
                                    try {
                                        stage.cluster().await(workload, expectation, met, within);
                                    } finally {
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
            waiting.join();
            return new Finding.Passes();
        } catch (RunFailed e) {
            // Where the cluster does not answer, this says so, and no version is to blame.
            return met.test(stage.cluster().replicas(workload))
                    ? new Finding.Passes()
                    : new Finding.Fails(String.valueOf(e.getMessage()));
        } finally {
            waiting.end();
        }
    }
}

package slipway.rollout;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import slipway.core.Clock;
import slipway.core.Replicas;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Workload;

/// Waits for the pods of a version, for as long as somebody wants them.
final class Patience {
    private Patience() {}

    /// What somebody's wish to pause comes to, where pods can be kept from coming and going.
    interface Pause {
        void begin();

        void end();
    }

    /// As [#await(Stage, Workload, String, Predicate, Duration, Heed, Pause)], where a pause holds
    /// back only what is next.
    static Finding await(
            Stage stage,
            Workload workload,
            String expectation,
            Predicate<Replicas> met,
            Duration within,
            Heed heed)
            throws InterruptedException {
        return await(stage, workload, expectation, met, within, heed, null);
    }

    /// @param expectation as in [slipway.core.Cluster#await]
    /// @param within without the time of pauses
    /// @param pause null where there is no way to pause
    /// @return that it passes; that somebody does not want it any more; or, after `within`, that it
    ///   fails, with what was last seen
    /// @throws RunFailed where the waiting broke before: no version is to blame for that
    static Finding await(
            Stage stage,
            Workload workload,
            String expectation,
            Predicate<Replicas> met,
            Duration within,
            Heed heed,
            @Nullable Pause pause)
            throws InterruptedException {
        var left = within;
        while (true) {
            long begin = stage.clock().now();
            var waited = once(stage, workload, expectation, met, left, heed, pause != null);
            if (pause == null || waited.isPresent()) {
                return waited.orElseThrow();
            }
            long spent = stage.clock().now() - begin;
            left = Duration.ofNanos(Math.max(1, left.toNanos() - spent));
            pause.begin();
            if (heed.now() == Wish.ABORT) {
                return heed.unwanted();
            }
            pause.end();
        }
    }

    /// @return empty where somebody wants a pause
    private static Optional<Finding> once(
            Stage stage,
            Workload workload,
            String expectation,
            Predicate<Replicas> met,
            Duration within,
            Heed heed,
            boolean pauses)
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
                var wish = heed.heard();
                if (wish == Wish.ABORT) {
                    return Optional.of(heed.unwanted());
                }
                if (wish == Wish.PAUSE && pauses) {
                    return Optional.empty();
                }
                stage.clock().sleep(Heed.AGAIN);
            }
            boolean late = waited.get() >= within.toNanos();
            return Optional.of(ended(waiting, late, stage, workload, met));
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

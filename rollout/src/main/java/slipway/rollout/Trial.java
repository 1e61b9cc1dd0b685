package slipway.rollout;

import java.time.Duration;
import java.util.Optional;
import slipway.core.Image;
import slipway.core.Pod;
import slipway.core.Stage;
import slipway.core.Workload;

/// A version on trial: looked at until a judge has made up its mind, for as long as it has
/// patience.
///
/// @param baseline the workload whose pods it is compared with, where there is one
record Trial(Stage stage, Workload workload, Image image, Optional<Workload> baseline) {
    /// How often a judge looks while nothing is to be decided but whether it is worse.
    private static final Duration WHILE_PAUSED = Duration.ofSeconds(5);

    /// What a judge goes by.
    interface Testimony {
        /// How long it takes until there is something new to look at.
        Duration every();

        /// What is to be said by now.
        Finding judged(CanaryJudge judge) throws InterruptedException;
    }

    /// A pause holds back what is next, not what has to be taken back: it is looked at all the
    /// same, only less often.
    Finding judge(PlanStep.Judge step, Testimony testimony, Heed heed) throws InterruptedException {
        var clock = stage.clock();
        long next = clock.now();
        long end = next + step.patience().toNanos();
        while (true) {
            long round = clock.now();
            var wish = heed.heard();
            if (wish == Wish.ABORT) {
                return heed.unwanted();
            }
            if (wish == Wish.PROMOTE) {
                return new Finding.Passes();
            }
            clock.sleep(testimony.every());
            if (wish == Wish.PAUSE) {
                end += clock.now() - round;
                if (clock.now() < next) {
                    continue;
                }
                next = clock.now() + WHILE_PAUSED.toNanos();
            }
            if (noneReady()) {
                return new Finding.Fails("none of its pods is ready any more");
            }
            if (noBaselineReady()) {
                // Else whom it fails would be put down to the next version.
                return new Finding.Open("none of the baseline's pods is ready any more");
            }
            var finding = testimony.judged(step.judge());
            boolean over = finding instanceof Finding.Passes || clock.now() >= end;
            if (finding instanceof Finding.Fails || (over && wish != Wish.PAUSE)) {
                return finding;
            }
        }
    }

    /// Whether the version on trial has no ready pod.
    boolean noneReady() {
        return SideBySide.ready(stage.cluster().replicas(workload), image) == 0;
    }

    /// Whether what it is compared with has none; false where it is compared with nothing.
    boolean noBaselineReady() {
        return baseline.isPresent()
                && stage.cluster().pods(baseline.get()).stream().noneMatch(Pod::ready);
    }
}

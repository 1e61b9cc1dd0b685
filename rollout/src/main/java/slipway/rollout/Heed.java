package slipway.rollout;

import java.time.Duration;
import java.util.Optional;
import slipway.core.RunFailed;
import slipway.core.Stage;

/// What somebody asks of a rollout that is under way.
final class Heed {
    /// Clients do not notice, and the API server does not either.
    static final Duration AGAIN = Duration.ofMillis(250);

    /// Of all pauses of one rollout: half of the hour for which two versions can be held side by
    /// side. The steps of a plan take 20 minutes of it at most, waiting for pods included ([Plan]);
    /// the rest is for looks and changes of route.
    private static final Duration PAUSES = Duration.ofMinutes(30);

    private final Stage stage;
    private final Tenure tenure;
    private Wish last = Wish.RESUME;
    private long paused;
    private long heardAt;
    private String why = "somebody asked for it";

    Heed(Stage stage, Tenure tenure) {
        this.stage = stage;
        this.tenure = tenure;
        this.heardAt = stage.clock().now();
    }

    /// What is asked at this moment.
    ///
    /// @throws RunFailed where the workload is another's by now
    Wish heard() {
        long now = stage.clock().now();
        paused += last == Wish.PAUSE ? now - heardAt : 0;
        heardAt = now;
        last = asked().orElseThrow(tenure::lost);
        if (last == Wish.PAUSE && paused > PAUSES.toNanos()) {
            why = "nobody ended the pause within %d minutes".formatted(PAUSES.toMinutes());
            return Wish.ABORT;
        }
        return last;
    }

    private Optional<Wish> asked() {
        try {
            return tenure.wish();
        } catch (RunFailed _) {
            return Optional.of(last); // one look that failed; a lost cluster ends the run by itself
        }
    }

    /// What is asked; where that is a pause, what is asked after it.
    Wish now() throws InterruptedException {
        var wish = heard();
        while (wish == Wish.PAUSE) {
            stage.clock().sleep(AGAIN);
            wish = heard();
        }
        return wish;
    }

    /// What comes of a wish to abort.
    Finding unwanted() {
        return new Finding.Unwanted(why);
    }

    /// Sleeps, but no longer than somebody wants.
    Finding sleep(Duration time) throws InterruptedException {
        long end = stage.clock().now() + time.toNanos();
        while (true) {
            var wish = now();
            if (wish == Wish.ABORT) {
                return unwanted();
            }
            if (wish == Wish.PROMOTE || stage.clock().now() >= end) {
                return new Finding.Passes();
            }
            stage.clock().sleepUntil(Math.min(end, stage.clock().now() + AGAIN.toNanos()));
        }
    }
}

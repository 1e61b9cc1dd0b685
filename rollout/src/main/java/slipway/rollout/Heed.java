package slipway.rollout;

import java.time.Duration;
import slipway.core.RunFailed;
import slipway.core.Stage;

/// What somebody asks of a rollout that is under way.
final class Heed {
    /// Clients do not notice, and the API server does not either.
    static final Duration AGAIN = Duration.ofMillis(250);

    /// Of all pauses of one rollout: with the steps of a plan they fit into the hour for which two
    /// versions can be held side by side.
    private static final Duration PAUSES = Duration.ofMinutes(40);

    private final Stage stage;
    private final RolloutBoard board;
    private Wish last = Wish.RESUME;
    private long paused;
    private long heardAt;
    private String why = "somebody asked for it";

    Heed(Stage stage, RolloutBoard board) {
        this.stage = stage;
        this.board = board;
        this.heardAt = stage.clock().now();
    }

    /// What is asked at this moment.
    Wish heard() {
        long now = stage.clock().now();
        paused += last == Wish.PAUSE ? now - heardAt : 0;
        heardAt = now;
        try {
            last = board.wish();
        } catch (RunFailed _) {
            // One look that failed; a lost cluster ends the run by itself.
        }
        if (last == Wish.PAUSE && paused > PAUSES.toNanos()) {
            why = "nobody ended the pause within %d minutes".formatted(PAUSES.toMinutes());
            return Wish.ABORT;
        }
        return last;
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

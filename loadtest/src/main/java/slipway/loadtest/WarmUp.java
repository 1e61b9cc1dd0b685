package slipway.loadtest;

import java.time.Duration;
import java.util.SplittableRandom;
import slipway.core.Clients;
import slipway.core.Load;
import slipway.core.Stage;

/// Some seconds of a load that nobody looks at, before the first that is judged: a JVM that loads
/// its classes and opens its first connections sends late, and on two cores it slows the service
/// too.
///
/// Its transfers are real, under the name `RUN-warm-up`, so they are none of the run's own, and
/// money is conserved over them as over all others.
public final class WarmUp {
    /// A method is first compiled after 200 calls: at 200 requests a second some seconds make that
    /// sure for each kind of request and connection.
    public static final Duration USUAL = Duration.ofSeconds(5);

    private WarmUp() {}

    /// Offers the load for that time, records nothing, and takes no dice from the run.
    public static void offer(Load load, Stage stage, Duration time) throws InterruptedException {
        var unseen =
                new Stage(
                        stage.run() + "-warm-up",
                        stage.cluster(),
                        stage.service(),
                        _ -> {},
                        Clients.NONE,
                        stage.clock(),
                        stage.images(),
                        stage.undo(),
                        new SplittableRandom(0));
        load.lasting(time).offer(unseen, 1);
    }
}

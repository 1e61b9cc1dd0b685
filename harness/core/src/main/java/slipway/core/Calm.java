package slipway.core;

import java.time.Duration;
import slipway.core.History.Exchange;

/// The time in which nobody feels anything any more of what was done before: no client, and no pod
/// of its workload.
final class Calm {
    /// None of the requests sent so long ago or less has failed: whoever fails does so within some
    /// five seconds.
    private static final Duration UNHARMED = Duration.ofSeconds(8);

    /// Nobody has waited for so long, beside the time that a slow line takes: what a fault left in
    /// queues is done, and as many are answered as ask.
    private static final Duration ANSWERED = Duration.ofSeconds(1);

    /// Where there is none by then there never will be.
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private static final Duration GLANCE = Duration.ofMillis(500);

    private Calm() {}

    /// Returns at once where it is calm, and after half a minute wherever it is not.
    static void await(Stage stage, Workload subject) throws InterruptedException {
        var clock = stage.clock();
        long latest = clock.now() + WITHIN.toNanos();
        // A standby that follows a new leader may be not ready once more after the leader is well.
        while (!(clients(stage) && stage.cluster().replicas(subject).allReady())
                && clock.now() < latest) {
            clock.sleep(GLANCE);
        }
    }

    private static boolean clients(Stage stage) {
        long now = stage.clock().now();
        return stage.clients().since(now - UNHARMED.toNanos()).stream().noneMatch(Exchange::failed)
                && stage.clients().waiting(now - ANSWERED.toNanos()).stream()
                        .noneMatch(exchange -> asked(exchange) <= now - ANSWERED.toNanos());
    }

    /// When all of the question had been sent.
    private static long asked(Exchange exchange) {
        var invoked = exchange.invoked();
        return invoked.at() + invoked.connection().sending().toNanos();
    }
}

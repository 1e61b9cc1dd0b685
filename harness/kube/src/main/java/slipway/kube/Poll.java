package slipway.kube;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Looking again and again, for what no watch tells more simply.
final class Poll {
    /// A client that is being sent elsewhere should not wait for the harness.
    private static final Duration EVERY = Duration.ofMillis(100);

    private Poll() {}

    /// Looks until it is met, once at least.
    ///
    /// @return false where it was not, for so long
    static boolean until(Duration within, BooleanSupplier met) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!met.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(EVERY);
        }
        return true;
    }
}

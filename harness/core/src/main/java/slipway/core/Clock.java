package slipway.core;

import java.time.Duration;

/// The time of one run, and the only way to wait or to do two things at once: real in `run`, driven
/// by hand in `sim`, where an hour passes in milliseconds and always in the same order.
public interface Clock {
    /// Nanoseconds since the run began; never goes back.
    long now();

    /// Returns when [#now()] is `at` or later.
    void sleepUntil(long at) throws InterruptedException;

    default void sleep(Duration time) throws InterruptedException {
        sleepUntil(now() + time.toNanos());
    }

    /// Starts a task beside the caller.
    Running start(String name, Task task);

    /// Something to do, which may wait.
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    /// A task that was started.
    interface Running {
        /// Waits for the end, and throws what the task threw.
        ///
        /// @throws RunFailed when the task failed
        void join() throws InterruptedException;

        /// Interrupts it; it still has to be joined.
        void cancel();

        /// Cancels it and waits for its end. What it throws is no news: it was told to end, or has
        /// failed where that counts.
        default void end() {
            cancel();
            boolean interrupted = Thread.interrupted();
            // Whoever is told to stop twice waits all the same: nobody acts beside one at work.
            for (boolean ended = false; !ended; ) {
                try {
                    join();
                    ended = true;
                } catch (RuntimeException _) {
                    ended = true; // as said
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package slipway.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import slipway.rollout.Rollout;

/// Ctrl-C and `kill`: the command is interrupted, not shot, and has time to put things back.
final class Interrupts {
    /// As long as the longest undo, a rollout back to the version before. Whoever cannot wait kills
    /// harder; then the next command puts things back.
    private static final Duration PATIENCE = Rollout.WITHIN;

    /// Who has nothing to put back ends within it, and nobody has to be told anything.
    private static final Duration AT_ONCE = Duration.ofMillis(300);

    private final CountDownLatch ended = new CountDownLatch(1);

    private Interrupts() {}

    /// From now on the calling thread is interrupted when the JVM is told to end, and the JVM waits
    /// until it says [#exit(int)].
    static Interrupts install() {
        var interrupts = new Interrupts();
        var command = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> interrupts.stop(command), "interrupts"));
        return interrupts;
    }

    /// Ends the JVM with this code, whether it has been told to end already or not.
    void exit(int code) {
        ended.countDown();
        System.exit(code);
    }

    private void stop(Thread command) {
        if (ended.getCount() == 0) {
            return;
        }
        command.interrupt();
        try {
            if (ended.await(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            System.err.println(
                    "\nslipway: stopping; putting back what was begun (kill -9 leaves that to the"
                            + " next command)");
            if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("slipway: not done after " + PATIENCE.toMinutes() + " minutes");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package slipway.cluster;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Progress as plain lines, for logs: one when a part begins, one when it ends, and one a minute in
/// between, so that nobody takes a long part for a hung one.
final class PlainProgress implements Progress {
    private static final Duration REMINDER = Duration.ofMinutes(1);

    private final PrintStream out;
    private final InstantSource clock;

    PlainProgress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public Part begin(String name, Duration usual) {
        say("%s ... (usually %s)".formatted(name, Progress.time(usual)));
        return new PlainPart(name, usual, clock.instant());
    }

    private final class PlainPart implements Part {
        private final String name;
        private final Instant begun;
        private final Thread reminder;
        private volatile boolean done;

        PlainPart(String name, Duration usual, Instant begun) {
            this.name = name;
            this.begun = begun;
            this.reminder = Thread.ofVirtual().name("reminder").start(() -> remind(usual));
        }

        private void remind(Duration usual) {
            try {
                while (true) {
                    Thread.sleep(REMINDER);
                    say(
                            "%s: %s so far, usually %s"
                                    .formatted(name, elapsed(), Progress.time(usual)));
                }
            } catch (InterruptedException _) {
                // The part has ended.
            }
        }

        private String elapsed() {
            return Progress.time(Duration.between(begun, clock.instant()));
        }

        @Override
        public void done() {
            done = true;
        }

        @Override
        public void close() {
            reminder.interrupt();
            say("%s: %s after %s".formatted(name, done ? "done" : "cut off", elapsed()));
        }
    }
}

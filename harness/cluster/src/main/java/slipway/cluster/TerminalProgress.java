package slipway.cluster;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Progress on a terminal: one line, redrawn, with every part at work, a bar for the longest of
/// them; news scroll by above it.
///
/// Compilers and package managers do not say how far they are; the time against the usual time is
/// the honest measure. A bar stops short of its end until its part has really ended.
final class TerminalProgress implements Progress {
    /// Often enough to look alive, seldom enough to cost nothing.
    private static final Duration TICK = Duration.ofMillis(500);

    private static final int BAR = 20;
    private static final String CLEAR = "\r\033[K";

    private final PrintStream out;
    private final InstantSource clock;
    private final int width;
    private final List<Running> running = new ArrayList<>();

    /// @param width of the terminal in columns: a longer line would wrap, and could not be redrawn
    TerminalProgress(PrintStream out, InstantSource clock, int width) {
        this.out = out;
        this.clock = clock;
        this.width = width;
    }

    @Override
    public synchronized void say(String line) {
        out.print(CLEAR);
        out.println(line);
        draw();
    }

    @Override
    public synchronized Part begin(String name, Duration usual) {
        var part = new Running(name, usual, clock.instant());
        running.add(part);
        draw();
        if (running.size() == 1) {
            Thread.ofVirtual().name("ticker").start(this::tick);
        }
        return part;
    }

    private void tick() {
        try {
            while (redrawn()) {
                Thread.sleep(TICK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean redrawn() {
        draw();
        return !running.isEmpty();
    }

    private synchronized void draw() {
        if (!running.isEmpty()) {
            out.print(CLEAR + line(running, clock.instant(), width));
            out.flush();
        }
    }

    private synchronized void end(Running part) {
        running.remove(part);
        var elapsed = Progress.time(Duration.between(part.begun, clock.instant()));
        say("%s: %s after %s".formatted(part.name, part.done ? "done" : "cut off", elapsed));
    }

    static String line(List<Running> running, Instant now, int width) {
        var longest = running.getFirst();
        for (var part : running) {
            longest = part.usual.compareTo(longest.usual) > 0 ? part : longest;
        }
        var parts = running.stream().map(part -> part.text(now)).collect(Collectors.joining(" | "));
        var line = "[" + longest.bar(now) + "] " + parts;
        return line.length() < width ? line : line.substring(0, Math.max(0, width - 1));
    }

    final class Running implements Part {
        private final String name;
        private final Duration usual;
        private final Instant begun;
        private volatile boolean done;

        Running(String name, Duration usual, Instant begun) {
            this.name = name;
            this.usual = usual;
            this.begun = begun;
        }

        private String text(Instant now) {
            var elapsed = Duration.between(begun, now);
            return elapsed.compareTo(usual) <= 0
                    ? "%s %s of about %s"
                            .formatted(name, Progress.time(elapsed), Progress.time(usual))
                    : "%s %s, longer than usual".formatted(name, Progress.time(elapsed));
        }

        private String bar(Instant now) {
            var share =
                    (double) Duration.between(begun, now).toMillis()
                            / Math.max(1, usual.toMillis());
            var filled = (int) Math.min(BAR - 1.0, BAR * share);
            return "#".repeat(filled) + ".".repeat(BAR - filled);
        }

        @Override
        public void done() {
            done = true;
        }

        @Override
        public void close() {
            end(this);
        }
    }
}

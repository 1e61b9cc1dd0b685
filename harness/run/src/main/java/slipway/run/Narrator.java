package slipway.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Consumer;

/// Tells whoever waits what happens, with the time since the command began.
final class Narrator implements Consumer<String> {
    private final Consumer<String> lines;
    private final long began = System.nanoTime();

    /// @param lines takes each line that is told
    Narrator(Consumer<String> lines) {
        this.lines = lines;
    }

    Narrator(PrintWriter err) {
        this(
                line -> {
                    err.println(line);
                    err.flush();
                });
    }

    @Override
    public void accept(String what) {
        var time = Duration.ofNanos(System.nanoTime() - began);
        lines.accept("%02d:%02d  %s".formatted(time.toMinutes(), time.toSecondsPart(), what));
    }
}

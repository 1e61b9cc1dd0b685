package slipway.run;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Consumer;

/// Tells whoever waits what happens, with the time since the command began.
final class Narrator implements Consumer<String> {
    private final PrintWriter err;
    private final long began = System.nanoTime();

    Narrator(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void accept(String what) {
        var time = Duration.ofNanos(System.nanoTime() - began);
        err.printf("%02d:%02d  %s%n", time.toMinutes(), time.toSecondsPart(), what);
        err.flush();
    }
}

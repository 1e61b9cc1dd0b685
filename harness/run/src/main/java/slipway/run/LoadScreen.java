package slipway.run;

import java.io.PrintWriter;
import java.time.Duration;
import slipway.cluster.Terminal;
import slipway.loadtest.generator.Interval;
import slipway.loadtest.generator.LoadSpec;

/// What happens under a load, while it happens: one line, redrawn each second; where nobody watches
/// a line now and then.
final class LoadScreen implements AutoCloseable {
    private static final int BAR = 20;

    /// Seconds from one line to the next where they are kept.
    private static final int SELDOM = 10;

    private static final String CLEAR = "\r\033[K";

    private final Duration whole;
    private final PrintWriter err;
    private final boolean redraws;
    private final int columns;
    private int seconds;

    private LoadScreen(LoadSpec load, PrintWriter err, boolean redraws, int columns) {
        this.whole = load.model().duration();
        this.err = err;
        this.redraws = redraws;
        this.columns = columns;
        say(LoadText.of(load));
    }

    static LoadScreen here(LoadSpec load, PrintWriter err) {
        var env = System.getenv();
        return new LoadScreen(load, err, Terminal.redraws(env), Terminal.columns(env));
    }

    void show(Interval interval) {
        seconds++;
        var line = line(LoadSecond.of(interval));
        if (redraws) {
            err.print(CLEAR + (line.length() < columns ? line : line.substring(0, columns - 1)));
            err.flush();
        } else if (seconds % SELDOM == 0) {
            say(line);
        }
    }

    private String line(LoadSecond second) {
        double end = second.begin() + second.length();
        int filled = (int) Math.min(BAR, BAR * end / (whole.toMillis() / 1e3));
        var tally = second.tally();
        return "[%s%s] %.0f of %.0f s  %.0f/s sent  p50 %s  p99 %s  failed %d  timed out %d  late %d"
                .formatted(
                        "#".repeat(filled),
                        ".".repeat(BAR - filled),
                        Math.min(end, whole.toMillis() / 1e3),
                        whole.toMillis() / 1e3,
                        tally.sent() / Math.max(1e-3, second.length()),
                        ReportHtml.millis(second.p50()),
                        ReportHtml.millis(second.p99()),
                        tally.failed(),
                        tally.timedOut(),
                        tally.late());
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }

    @Override
    public void close() {
        if (redraws && seconds > 0) {
            err.print(CLEAR);
            err.flush();
        }
    }
}

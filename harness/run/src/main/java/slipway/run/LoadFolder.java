package slipway.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;
import slipway.core.RunFailed;
import slipway.loadtest.generator.Interval;

/// Where a load's record is kept, `runs/load/UTC-TIME/`: `intervals.hlog` as it comes, and
/// `load.json` and `report.html` at the end.
record LoadFolder(Path path) {
    /// Stands among the scenarios, and holds loads, which are no runs of a scenario.
    static final String LOADS = "load";

    /// About as many as a drawing has pixels across.
    private static final int POINTS = 1_000;

    static LoadFolder create(Path runs, Instant now) {
        try {
            return new LoadFolder(RunFolder.fresh(runs.resolve(LOADS), now).toRealPath());
        } catch (IOException e) {
            throw unwritten(runs, e);
        }
    }

    /// The load's name, which no other has.
    String name() {
        return LOADS + "-" + path.getFileName();
    }

    Path page() {
        return path.resolve("report.html");
    }

    /// Takes back an empty folder: nothing was sent.
    void discard() {
        try {
            Files.deleteIfExists(hlog());
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw unwritten(path, e);
        }
    }

    /// @return what was written as JSON
    String write(LoadResult result, String slipway) {
        var text = Json.pretty(JsonLoad.write(result, slipway));
        try {
            StoreFile.write(path.resolve("load.json"), text);
            StoreFile.write(page(), LoadHtml.of(result, slipway));
        } catch (IOException e) {
            throw unwritten(path, e);
        }
        return text;
    }

    /// @param time how long the load lasts
    IntervalLog intervals(Duration time) {
        try {
            return new IntervalLog(
                    time.dividedBy(POINTS),
                    new PrintStream(
                            Files.newOutputStream(hlog()), false, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw unwritten(path, e);
        }
    }

    private Path hlog() {
        return path.resolve("intervals.hlog");
    }

    private static UncheckedIOException unwritten(Path where, IOException e) {
        return new UncheckedIOException(
                "cannot write a load in " + where + ": " + e.getMessage(), e);
    }

    /// Second by second, in the format of HdrHistogram's logs (version 1.3): what was measured is
    /// on disk whatever becomes of the load, and other tools read it.
    static final class IntervalLog implements AutoCloseable {
        /// Of the maxima in the log, which are in milliseconds, to the microseconds of the rest.
        private static final double MILLIS = 1_000;

        private final PrintStream file;
        private final HistogramLogWriter log;

        /// The last one may be: its rates would say nothing, and it counts with the one before.
        private static final Duration SHORT = Duration.ofMillis(500);

        private final Duration stride;
        private final List<LoadSecond> series = new ArrayList<>();
        private @Nullable Interval pending;

        /// @param stride as long as each in the series is at least
        private IntervalLog(Duration stride, PrintStream file) {
            this.stride = stride;
            this.file = file;
            this.log = new HistogramLogWriter(file);
            log.outputLogFormatVersion();
            log.outputComment("[latency in microseconds, from where each request was due]");
            log.outputLegend();
        }

        /// @throws RunFailed where the disk takes no more
        void add(Interval interval) {
            double begin = interval.begin().toNanos() / 1e9;
            double end = begin + interval.length().toNanos() / 1e9;
            log.outputIntervalHistogram(begin, end, interval.latency(), MILLIS);
            if (pending == null) {
                pending = interval;
            } else if (pending.length().compareTo(stride) < 0
                    || interval.length().compareTo(SHORT) < 0) {
                pending = pending.and(interval);
            } else {
                series.add(LoadSecond.of(pending));
                pending = interval;
            }
            if (file.checkError()) {
                throw new RunFailed(
                        "cannot write intervals.hlog: is the disk full? The load was ended");
            }
        }

        List<LoadSecond> series() {
            var all = new ArrayList<>(series);
            if (pending != null) {
                all.add(LoadSecond.of(pending));
            }
            return all;
        }

        @Override
        public void close() {
            file.close();
        }
    }
}

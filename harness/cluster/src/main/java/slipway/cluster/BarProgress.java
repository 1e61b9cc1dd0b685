package slipway.cluster;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Progress on a terminal: a bar a part, filled by time against the time that it usually takes.
///
/// Compilers and package managers do not say how far they are; the usual time is the honest
/// measure. A bar stops just short of its end and stays there until the part has really ended.
final class BarProgress implements Progress {
    /// Often enough to look alive, seldom enough not to cost anything.
    private static final Duration TICK = Duration.ofMillis(500);

    private final PrintStream out;
    private final InstantSource clock;

    BarProgress(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public Part begin(String name, Duration usual) {
        var bar =
                new ProgressBarBuilder()
                        .setTaskName(name)
                        .setInitialMax(Math.max(1, usual.toSeconds()))
                        .setUnit(" s", 1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis((int) TICK.toMillis())
                        .setConsumer(new ConsoleProgressBarConsumer(out))
                        .hideEta()
                        .build();
        return new BarPart(bar, usual, clock.instant());
    }

    private final class BarPart implements Part {
        private final ProgressBar bar;
        private final Duration usual;
        private final Instant begun;
        private final Thread ticker;

        BarPart(ProgressBar bar, Duration usual, Instant begun) {
            this.bar = bar;
            this.usual = usual;
            this.begun = begun;
            this.ticker = Thread.ofVirtual().name("ticker").start(this::tick);
        }

        private void tick() {
            try {
                while (true) {
                    var seconds = Duration.between(begun, clock.instant()).toSeconds();
                    bar.stepTo(Math.min(seconds, usual.toSeconds() * 99 / 100));
                    if (seconds > usual.toSeconds()) {
                        bar.setExtraMessage("longer than usual");
                    }
                    Thread.sleep(TICK);
                }
            } catch (InterruptedException _) {
                // The part has ended.
            }
        }

        @Override
        public void done() {
            ticker.interrupt();
            bar.setExtraMessage("done");
            bar.stepTo(bar.getMax());
        }

        @Override
        public void close() {
            ticker.interrupt();
            bar.close();
        }
    }
}

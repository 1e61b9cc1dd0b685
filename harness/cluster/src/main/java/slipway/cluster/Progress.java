package slipway.cluster;

import java.time.Duration;

/// Tells whoever waits which part is at work and how long it usually takes.
public interface Progress extends AutoCloseable {
    /// One line of news.
    void say(String line);

    /// A part begins; closing what is returned ends it.
    Part begin(String name, Duration usual);

    @Override
    default void close() {}

    /// A part at work.
    interface Part extends AutoCloseable {
        /// Ended well; without this call, closing means it was cut off.
        void done();

        @Override
        void close();
    }

    /// `45 s`, `2 min`, `2 min 30 s`.
    static String time(Duration duration) {
        var seconds = Math.max(0, duration.toSeconds());
        if (seconds < 90) {
            return seconds + " s";
        }
        return seconds % 60 == 0
                ? seconds / 60 + " min"
                : "%d min %d s".formatted(seconds / 60, seconds % 60);
    }
}

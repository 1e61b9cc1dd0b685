package slipway.core;

import java.time.Duration;

/// Offers operations at an arrival rate, and records what clients saw.
public interface Load {
    /// One line for the list and the report.
    String description();

    Duration duration();

    /// The same load for another time.
    Load lasting(Duration duration);

    /// Offers the whole load, and returns when its last operation has ended.
    ///
    /// @param firstId the id of the first operation; the following ones count up
    /// @return the number of operations offered
    long offer(Stage stage, long firstId) throws InterruptedException;
}

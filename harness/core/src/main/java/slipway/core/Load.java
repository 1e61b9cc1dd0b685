package slipway.core;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Offers operations at an arrival rate, and records what clients saw.
public interface Load {
    /// One line for the list and the report.
    String description();

    Duration duration();

    /// How many operations are due a second.
    int perSecond();

    /// The same load at another rate.
    Load at(int perSecond);

    /// The same load for another time.
    Load lasting(Duration duration);

    /// Offers the whole load, and goes on with it for as long as somebody wants more; returns when
    /// its last operation has ended.
    ///
    /// @param firstId the id of the first operation; the following ones count up
    /// @param more asked before each operation beyond [#duration]
    /// @return the number of operations offered
    long offer(Stage stage, long firstId, BooleanSupplier more) throws InterruptedException;

    /// The whole load, and no more.
    default long offer(Stage stage, long firstId) throws InterruptedException {
        return offer(stage, firstId, () -> false);
    }
}

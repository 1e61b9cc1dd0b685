package slipway.core;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The suite as a client sees it: port of `loadtest` (HTTP) and `sim`.
public interface Service extends AutoCloseable {
    /// Performs one operation, and returns when its outcome is known or its time is up. Never
    /// retries: a retry would hide the failure that is looked for.
    ///
    /// @param group whose mark the client bears; null for none
    Reply call(Operation operation, Connection connection, @Nullable Group group)
            throws InterruptedException;

    /// As a client without a mark.
    default Reply call(Operation operation, Connection connection) throws InterruptedException {
        return call(operation, connection, null);
    }

    /// Has a version answer that only those meet who name it ([Route#VERSION_HEADER]): a read, by
    /// which nothing of the run is judged.
    ///
    /// @param version the version of its image
    Reply look(String version) throws InterruptedException;

    /// Reads the whole books. Retries within a bound, since nothing is judged by it but the books.
    ///
    /// @param run the prefix of the keys of this run's transfers
    /// @throws IOException when no read succeeded
    Books read(String run) throws IOException, InterruptedException;

    @Override
    default void close() {}
}

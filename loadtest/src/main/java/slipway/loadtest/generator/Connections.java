package slipway.loadtest.generator;

/// The connections of a load: kept, and opened where none is free. Used by one thread alone.
interface Connections {
    /// Whether a request would have to wait for another's end.
    boolean full();

    /// Sends a request at once, on a connection that is free or on a new one.
    ///
    /// @throws IllegalStateException where all are taken
    void send(Exchange exchange);

    void close();
}

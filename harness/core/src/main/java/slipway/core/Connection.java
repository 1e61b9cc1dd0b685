package slipway.core;

import java.time.Duration;

/// How a client reaches the service. Each kind shows failures that the others hide: a kept
/// connection stays with a pod for long, a fresh one meets whoever is new, and a slow one is in the
/// hands of one pod for seconds.
public enum Connection {
    /// Opened for one request, then closed.
    FRESH(Duration.ZERO),
    /// Taken from a pool of connections that were used before.
    KEPT(Duration.ZERO),
    /// Opened for one request whose body takes its time to arrive, as from a phone on a bad line.
    /// Two seconds are ten times what an ordinary answer takes, and well within what a service that
    /// drains allows for.
    SLOW(Duration.ofSeconds(2));

    private final Duration sending;

    Connection(Duration sending) {
        this.sending = sending;
    }

    /// How long the client itself takes to send the request: no time of the service's.
    public Duration sending() {
        return sending;
    }
}

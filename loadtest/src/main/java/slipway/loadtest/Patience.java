package slipway.loadtest;

import java.time.Duration;

/// How long an HTTP client waits.
///
/// @param connect for a connection
/// @param answer for the next byte of an answer
/// @param reads how often a read of the books is tried
/// @param pause from one such try to the next
record Patience(Duration connect, Duration answer, int reads, Duration pause) {
    /// - connect: on a loopback port it takes well under 1 ms; Linux repeats a lost SYN after 1 s,
    ///   so one loss is survived, and the second is an outage.
    /// - answer: longer than a client of a ledger would wait, and short enough that [OpenLoad]'s
    ///   window outlasts it at 200 a second.
    /// - reads, pause: rides out the restart of a pod, and gives up within two minutes even where
    ///   every try times out.
    static final Patience STANDARD =
            new Patience(Duration.ofSeconds(2), Duration.ofSeconds(10), 10, Duration.ofSeconds(1));

    /// For a whole exchange: a server that sends a byte now and then never uses up [#answer].
    Duration whole() {
        return connect.plus(answer);
    }
}

package slipway.core;

/// Where everybody who acts writes down what happened; the only way into a [History].
///
/// Safe for many threads. An event that was accepted is on its way to the disk;
/// [java.io.UncheckedIOException] when it cannot get there (a full disk), which ends the run.
@FunctionalInterface
public interface Recorder {
    void record(Event event);
}

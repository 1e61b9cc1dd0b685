package slipway.kube;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.core.Cluster;
import slipway.core.RunFailed;

/// Feels whether the API server is still there.
///
/// A watch on a dead server is silent, just like one on a quiet server. So the server is asked
/// every [#BEAT], and when it has not answered for [#PATIENCE], it is lost: who listens learns it
/// at most 25 s after its last answer: `PATIENCE + BEAT`, and a probe that takes its time twice.
final class Pulse implements AutoCloseable {
    /// Often enough for the bound, rare enough not to count as load.
    static final Duration BEAT = Duration.ofSeconds(2);

    /// A local API server that restarts is back within it; a run without one has nothing to watch.
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /// How long a connection may take, and then an answer.
    static final Duration PROBE = Duration.ofSeconds(3);

    /// Asks once, and throws when there is no answer.
    interface Probe {
        void ask();
    }

    private final Probe probe;
    private final String name;
    private final Duration beat;
    private final Duration patience;
    private final List<Consumer<RunFailed>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable Thread thread;
    private @Nullable RunFailed lost;

    Pulse(Probe probe, String name, Duration beat, Duration patience) {
        this.probe = probe;
        this.name = name;
        this.beat = beat;
        this.patience = patience;
    }

    /// Calls back once, when the server is lost; at once where it is lost already.
    synchronized Cluster.Watch onLost(Consumer<RunFailed> listener) {
        if (lost != null) {
            listener.accept(lost);
        }
        listeners.add(listener);
        if (thread == null) {
            thread = Thread.ofVirtual().name("pulse of " + name).start(this::feel);
        }
        return () -> listeners.remove(listener);
    }

    private void feel() {
        long answered = System.nanoTime();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    probe.ask();
                    answered = System.nanoTime();
                    set(null);
                } catch (RuntimeException e) {
                    var silence = Duration.ofNanos(System.nanoTime() - answered);
                    if (silence.compareTo(patience) >= 0) {
                        set(
                                new RunFailed(
                                        "the API server of "
                                                + name
                                                + " has not answered for "
                                                + Sentence.time(silence)
                                                + ": "
                                                + Api.reason(e),
                                        e));
                    }
                }
                Thread.sleep(beat);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void set(@Nullable RunFailed failure) {
        boolean news;
        synchronized (this) {
            news = failure != null && lost == null;
            if (news || failure == null) {
                lost = failure;
            }
        }
        if (news && failure != null) {
            listeners.forEach(listener -> listener.accept(failure));
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
        listeners.clear();
    }
}

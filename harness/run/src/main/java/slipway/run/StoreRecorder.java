package slipway.run;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import slipway.core.Event;
import slipway.core.Recorder;

/// Appends events to `history.jsonl`.
///
/// Those who act only put the event into a queue; one thread writes. An event is in the operating
/// system's hands within about 50 ms, so a kill of the harness loses no more than that, and on the
/// disk's platter once [#close()] has returned: a power failure before may lose whatever the system
/// had not yet written back, usually the last 30 s.
public final class StoreRecorder implements Recorder, Closeable {
    /// Ten seconds of a load of 3,000 requests a second, in about 20 MB; beyond it, recorders wait.
    private static final int QUEUE = 65_536;

    /// Half of the 100 ms that are promised. One write for many events keeps the writer from waking
    /// beside every request on a machine that is being measured.
    private static final long PAUSE_NANOS = 50_000_000;

    /// How often one who waits for a place in the queue looks whether the writer still lives.
    private static final long LOOK_MILLIS = 100;

    /// Events encoded into one write: about a megabyte.
    private static final int BATCH = 4_096;

    private final Path file;
    private final FileChannel channel;
    private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE);
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final Thread writer;
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    /// Begins a history.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when there is one: a history is never mixed
    ///   with another
    public StoreRecorder(Path file) throws IOException {
        this(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    StoreRecorder(Path file, Set<? extends OpenOption> options) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, options);
        // A platform thread: thousands of virtual threads of the load cannot keep it from its time.
        this.writer = Thread.ofPlatform().daemon().name("history").unstarted(this::write);
        writer.start();
    }

    /// Safe for many threads, also for those that were interrupted: the end of a step that was cut
    /// off is recorded like any other. Waits where the disk is that much slower than the load.
    ///
    /// @throws UncheckedIOException when an earlier event could not be written (a full disk), or
    ///   the recorder is closed; what was written stays
    @Override
    public void record(Event event) {
        boolean interrupted = false;
        gate.readLock().lock();
        try {
            while (true) {
                check();
                if (closed) {
                    throw new UncheckedIOException(
                            new IOException(file + " is closed: the run is over"));
                }
                try {
                    // offer without a time does not look at the interrupt.
                    if (queue.offer(event)
                            || queue.offer(event, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            gate.readLock().unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Writes what is left, and returns when it is on the disk (fsync).
    ///
    /// @throws UncheckedIOException when the history is not complete on the disk
    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            closed = true;
        } finally {
            gate.writeLock().unlock();
        }
        LockSupport.unpark(writer);
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException _) {
                // The history has to be whole before the interrupt counts.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        check();
    }

    private void check() {
        var broken = failure;
        if (broken != null) {
            throw new UncheckedIOException(
                    "cannot write " + file + ": " + broken.getMessage(), broken);
        }
    }

    private void write() {
        try (channel) {
            var batch = new ArrayList<Event>(BATCH);
            boolean last;
            do {
                last = closed; // read before the queue: nothing comes after it
                while (queue.drainTo(batch, BATCH) > 0) {
                    write(batch);
                    batch.clear();
                }
                if (!last) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } while (!last);
            channel.force(true);
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new IOException("an event has no form in the file: " + e, e);
        }
    }

    private void write(Iterable<Event> events) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (var event : events) {
            bytes.writeBytes(Json.line(JsonEvent.write(event)));
            bytes.write('\n');
        }
        var buffer = ByteBuffer.wrap(bytes.toByteArray());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}

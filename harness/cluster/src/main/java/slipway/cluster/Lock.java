package slipway.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// Only one process at a time works on a folder: on a cache folder one command that changes the
/// cluster, on the suite's one builder. The kernel lets go when its process dies, however it dies.
final class Lock implements AutoCloseable {
    private final FileChannel channel;

    private Lock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes it at once, or fails.
    static Lock take(Path cache) {
        var channel = open(cache);
        if (taken(channel, cache)) {
            var holder = holder(channel);
            close(channel);
            throw new ClusterFailure(
                    "another slipway, process %s, is changing the cluster or its cache %s; wait until it has ended"
                            .formatted(holder, cache));
        }
        return new Lock(channel);
    }

    /// Takes it as soon as whoever has it lets go.
    ///
    /// @param what the other one does meanwhile, such as `builds images`
    static Lock await(Path folder, Progress progress, String what, Duration within)
            throws InterruptedException {
        var channel = open(folder);
        var deadline = System.nanoTime() + within.toNanos();
        var told = false;
        try {
            while (taken(channel, folder)) {
                if (!told) {
                    progress.say(
                            "waiting for process %s, which %s".formatted(holder(channel), what));
                    told = true;
                }
                if (System.nanoTime() > deadline) {
                    throw new ClusterFailure(
                            "process %s still %s after %s; wait until it has ended, or end it"
                                    .formatted(holder(channel), what, Progress.time(within)));
                }
                // Not FileChannel.lock, whose end by an interrupt looks like a broken disk.
                Thread.sleep(Duration.ofMillis(200));
            }
        } catch (ClusterFailure | InterruptedException e) {
            close(channel);
            throw e;
        }
        return new Lock(channel);
    }

    private static FileChannel open(Path folder) {
        try {
            Files.createDirectories(folder);
            return FileChannel.open(
                    folder.resolve("lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static boolean taken(FileChannel channel, Path folder) {
        try {
            if (channel.tryLock() == null) {
                return true;
            }
        } catch (OverlappingFileLockException _) {
            return true; // by this very process
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        sign(channel);
        return false;
    }

    /// For whoever comes second; on a full disk it goes without: the lock is the kernel's.
    private static void sign(FileChannel channel) {
        try {
            channel.truncate(0);
            var pid = Long.toString(ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException _) {
            // Its number is then unknown.
        }
    }

    /// Through the channel at hand: closing another one on the file would let go of a lock that
    /// this very process holds.
    private static String holder(FileChannel channel) {
        var pid = ByteBuffer.allocate(20);
        try {
            channel.read(pid, 0);
        } catch (IOException _) {
            return "unknown";
        }
        return pid.position() == 0
                ? "unknown"
                : new String(pid.array(), 0, pid.position(), StandardCharsets.UTF_8).strip();
    }

    private static ClusterFailure unusable(Path folder, IOException e) {
        return new ClusterFailure(
                "cannot write to the cache folder %s (%s); set SLIPWAY_CACHE to one that is yours"
                        .formatted(folder, e.getMessage()),
                e);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ClusterFailure("cannot let go of the cache's lock", e);
        }
    }

    @Override
    public void close() {
        close(channel);
    }
}

package slipway.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Only one `up` or `down` at a time works on a cache folder; the kernel lets go when its process
/// dies, however it dies.
final class Lock implements AutoCloseable {
    private final FileChannel channel;

    private Lock(FileChannel channel) {
        this.channel = channel;
    }

    static Lock take(Path cache) {
        var file = cache.resolve("lock");
        try {
            Files.createDirectories(cache);
            var channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            if (!taken(channel)) {
                channel.close();
                var holder = Files.readString(file).strip();
                throw new ClusterFailure(
                        "another slipway, process %s, is changing the cluster or its cache %s; wait until it has ended"
                                .formatted(holder.isEmpty() ? "unknown" : holder, cache));
            }
            channel.truncate(0);
            var pid = Long.toString(ProcessHandle.current().pid());
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
            return new Lock(channel);
        } catch (IOException e) {
            throw new ClusterFailure(
                    "cannot write to the cache folder %s (%s); set SLIPWAY_CACHE to one that is yours"
                            .formatted(cache, e.getMessage()),
                    e);
        }
    }

    private static boolean taken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false; // by this very process
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ClusterFailure("cannot let go of the cache's lock", e);
        }
    }
}

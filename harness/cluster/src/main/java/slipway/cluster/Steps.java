package slipway.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;

/// Named steps whose results are folders, kept by what they were made from.
///
/// A step works in a folder of its own that gets its final name only when the step is done. So a
/// result is whole or it is not there, whatever cut it off, and the next run takes up from the last
/// step that was done.
record Steps(Path cache, Progress progress) {
    /// Makes one result in the folder that it is given.
    @FunctionalInterface
    interface Work {
        void into(Path folder) throws IOException, InterruptedException;
    }

    /// The result of a step, made now or long ago.
    ///
    /// @param usual how long it took on two cores, cold
    Path result(String name, String key, Duration usual, Work work) throws InterruptedException {
        var result = cache.resolve(name).resolve(key);
        if (Files.isDirectory(result)) {
            return result;
        }
        var half = cache.resolve(name).resolve(key + ".half");
        try (var part = progress.begin(name, usual)) {
            remove(half);
            Files.createDirectories(half);
            work.into(half);
            Files.move(half, result, StandardCopyOption.ATOMIC_MOVE);
            part.done();
        } catch (IOException | UncheckedIOException e) {
            throw new ClusterFailure(
                    "%s: cannot write below %s: %s".formatted(name, cache, e.getMessage()), e);
        }
        return result;
    }

    /// Deletes a folder and all in it; links are deleted, not followed. A folder that refuses (Go
    /// protects its modules so) is made writable first.
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                var parent = path.getParent();
                if (parent != null && !Files.isWritable(parent)) {
                    parent.toFile().setWritable(true);
                }
                Files.deleteIfExists(path);
            }
        }
    }
}

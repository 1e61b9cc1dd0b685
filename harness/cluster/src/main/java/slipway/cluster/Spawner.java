package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Starts child processes that die with us, even when we are killed with SIGKILL.
///
/// Linux ties that wish to the thread that started the child, so all are started from one thread
/// that lives as long as the JVM. Where `setpriv` is missing children outlive us; what they write
/// is only ever taken up when complete, so that costs time, not truth.
final class Spawner {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private static final ExecutorService THREAD =
            Executors.newSingleThreadExecutor(
                    work -> {
                        var thread = new Thread(work, "spawner");
                        thread.setDaemon(true);
                        return thread;
                    });

    private Spawner() {}

    static Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        builder.command(tied(builder.command()));
        try {
            return THREAD.submit((Callable<Process>) builder::start).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static List<String> tied(List<String> command) {
        var tied = new ArrayList<String>();
        if (Files.isExecutable(SETPRIV)) {
            tied.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL", "--"));
        }
        tied.addAll(behind(command, System.getenv("SLIPWAY_NICED")));
        return tied;
    }

    /// The launcher lets this JVM go before the cluster that it measures; a child would inherit
    /// that, and by way of the engine every node.
    ///
    /// @param by how far ahead this JVM is, as the launcher says; null where it is not
    static List<String> behind(List<String> command, @Nullable String by) {
        return by == null || !by.matches("\\d+")
                ? command
                : Stream.concat(Stream.of("nice", "-n", by), command.stream()).toList();
    }
}

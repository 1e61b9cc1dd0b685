package slipway.cluster;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// The machine that this program runs on.
///
/// Commands are run by its own few lines rather than by [Command], which keeps their output in
/// files: a doctor has to work on a disk that is full.
///
/// @param environment the variables to see, PATH among them
public record HostHere(Map<String, String> environment) implements Host {
    /// A healthy engine answers within a second; a hung one must not hang the doctor for long.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Often not on an ordinary user's PATH, though podman and kind look there.
    private static final List<String> ADMIN_FOLDERS =
            List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    public HostHere {
        environment = Map.copyOf(environment);
    }

    public HostHere() {
        this(System.getenv());
    }

    @Override
    public String system() {
        return System.getProperty("os.name", "unknown");
    }

    @Override
    public Optional<String> env(String name) {
        return Optional.ofNullable(environment.get(name));
    }

    @Override
    public Optional<String> read(String path) {
        try (var in = open(path)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Not by `Files.readAllBytes`: it asks for one byte first where a file has no size, and a
    /// number in `/proc/sys` is told in one piece or not at all, so that 128 is read as 1.
    private static InputStream open(String path) throws IOException {
        var in = new FileInputStream(path);
        return path.endsWith(".gz") ? new GZIPInputStream(in) : in;
    }

    @Override
    public List<String> list(String folder) {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.map(entry -> entry.toFile().getName()).sorted().toList();
        } catch (IOException | UncheckedIOException | InvalidPathException _) {
            return List.of();
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(Path.of(path));
    }

    @Override
    public Optional<String> link(String path) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of(path)).toString());
        } catch (IOException | UnsupportedOperationException | InvalidPathException _) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Disk> disk(String path) {
        var there = Path.of(path).toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            var id = Files.getAttribute(there, "unix:dev").toString();
            return Optional.of(
                    new Disk(
                            id,
                            Files.getFileStore(there).getUsableSpace(),
                            Files.isWritable(there)));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> find(String command) {
        var onPath = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.concat(onPath, ADMIN_FOLDERS.stream())
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, command))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .map(Path::toString)
                .findFirst();
    }

    @Override
    public Answer run(String... command) {
        var file = find(command[0]);
        if (file.isEmpty()) {
            return new Answer(Answer.UNANSWERED, "", command[0] + " is not on PATH");
        }
        var words = Stream.concat(file.stream(), Stream.of(command).skip(1)).toList();
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var process = start(words);
            process.getOutputStream().close();
            var out = CompletableFuture.supplyAsync(() -> all(process.getInputStream()), readers);
            var error = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()), readers);
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Answer(
                        Answer.UNANSWERED, "", "no answer within " + PATIENCE.toSeconds() + " s");
            }
            return new Answer(process.exitValue(), out.join(), error.join());
        } catch (IOException e) {
            return new Answer(Answer.UNANSWERED, "", String.valueOf(e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer(Answer.UNANSWERED, "", "interrupted");
        }
    }

    private Process start(List<String> words) throws IOException {
        var builder = new ProcessBuilder(words);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String all(InputStream in) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return ""; // killed while it spoke: the exit code says so
        }
    }

    @Override
    public Optional<String> refusesPort(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public String javaHome() {
        return System.getProperty("java.home", "");
    }

    @Override
    public int javaFeature() {
        return Runtime.version().feature();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}

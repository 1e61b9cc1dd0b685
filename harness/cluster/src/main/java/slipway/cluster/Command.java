package slipway.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One run of another program, bounded in time, its output kept.
///
/// @param within after this long it is ended and counts as failed
/// @param log where all of its output goes as well, appended; empty: nowhere
record Command(
        List<String> words,
        Map<String, String> env,
        Optional<Path> folder,
        Duration within,
        Optional<Path> log) {
    /// What a failed command last said is the most of it that fits on a screen beside the rest.
    private static final int LAST_LINES = 15;

    Command {
        words = List.copyOf(words);
        env = Map.copyOf(env);
    }

    static Command of(String... words) {
        return of(List.of(words));
    }

    /// A minute is plenty for whatever only asks.
    static Command of(List<String> words) {
        return new Command(
                words, Map.of(), Optional.empty(), Duration.ofMinutes(1), Optional.empty());
    }

    Command with(String name, String value) {
        return with(Map.of(name, value));
    }

    Command with(Map<String, String> more) {
        var all = new HashMap<>(env);
        all.putAll(more);
        return new Command(words, all, folder, within, log);
    }

    Command in(Path folder) {
        return new Command(words, env, Optional.of(folder), within, log);
    }

    Command within(Duration within) {
        return new Command(words, env, folder, within, log);
    }

    Command logging(Path log) {
        return new Command(words, env, folder, within, Optional.of(log));
    }

    Command and(String... more) {
        return and(List.of(more));
    }

    Command and(List<String> more) {
        return new Command(
                Stream.concat(words.stream(), more.stream()).toList(), env, folder, within, log);
    }

    /// How it ended.
    ///
    /// @param output standard output
    /// @param complaints standard error
    record Result(int code, String output, String complaints) {
        boolean ok() {
            return code == 0;
        }

        List<String> lines() {
            return output.lines().toList();
        }
    }

    /// Runs it, and fails when it fails.
    ///
    /// @return its standard output
    String run() throws InterruptedException {
        var result = attempt();
        if (!result.ok()) {
            throw failure(result);
        }
        return result.output();
    }

    /// Runs it; failing is an answer. A program that cannot be started at all ends with 127.
    Result attempt() throws InterruptedException {
        try {
            return attemptOrThrow();
        } catch (IOException e) {
            return new Result(127, "", "cannot start " + words.getFirst() + ": " + e.getMessage());
        }
    }

    private Result attemptOrThrow() throws IOException, InterruptedException {
        var out = Files.createTempFile("slipway-", ".out");
        var err = Files.createTempFile("slipway-", ".err");
        try {
            var builder =
                    new ProcessBuilder(words)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment().putAll(env);
            folder.ifPresent(at -> builder.directory(at.toFile()));
            var process = Spawner.start(builder);
            var code = await(process);
            var result = new Result(code, text(out), text(err));
            keep(result);
            return result;
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    private int await(Process process) throws InterruptedException {
        try {
            if (process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            end(process);
            throw e;
        }
        end(process);
        // The code that timeout(1) ends with.
        return 124;
    }

    private static void end(Process process) throws InterruptedException {
        // Children first: a parent that is gone cannot name them any more.
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private void keep(Result result) throws IOException {
        if (log.isEmpty()) {
            return;
        }
        Files.createDirectories(log.get().toAbsolutePath().getParent());
        var entry =
                "$ %s%n%s%s[ended with %d]%n"
                        .formatted(line(), result.output(), result.complaints(), result.code());
        Files.writeString(log.get(), entry, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String line() {
        return String.join(" ", words);
    }

    /// The failure that a bad result amounts to: what ran, how it ended, what it last said, where
    /// the rest is.
    ClusterFailure failure(Result result) {
        var how =
                result.code() == 124
                        ? "did not end within " + Progress.time(within)
                        : "ended with " + result.code();
        var said =
                Stream.concat(result.output().lines(), result.complaints().lines())
                        .filter(line -> !line.isBlank())
                        .toList();
        var last =
                said.stream()
                        .skip(Math.max(0, said.size() - LAST_LINES))
                        .map(line -> "\n  " + line)
                        .collect(Collectors.joining());
        var where = log.map(path -> "\n  all of it: " + path).orElse("");
        return new ClusterFailure(shortened() + " " + how + where + last);
    }

    private String shortened() {
        var line = line();
        return line.length() <= 160 ? line : line.substring(0, 157) + "...";
    }
}

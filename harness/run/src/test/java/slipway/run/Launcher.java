package slipway.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The command `./slipway`, run as its users run it: another process, from the checkout's root.
final class Launcher {
    /// Thrice what the longest command takes on two busy cores.
    private static final int MINUTES = 15;

    private static final int TRIALS = 3;

    /// What a command said on its standard output, and its exit code. Its progress goes to ours.
    record Answer(int code, String out) {}

    private Launcher() {}

    static Answer slipway(String... words) throws InterruptedException {
        return slipway(List.of(words));
    }

    /// As often as it takes, up to three times: a host that was busy with something else says
    /// nothing of the suite (exit code 2, undecided).
    static Answer decided(List<String> words) throws InterruptedException {
        var answer = slipway(words);
        for (int trial = 1; trial < TRIALS && answer.code() == 2; trial++) {
            answer = slipway(words);
        }
        return answer;
    }

    static Answer slipway(List<String> words) throws InterruptedException {
        var command = new ArrayList<>(List.of("./slipway"));
        command.addAll(words);
        try {
            builtByMaven();
            var out = Files.createTempFile("slipway-", ".out");
            try {
                return new Answer(run(command, out), Files.readString(out));
            } finally {
                Files.delete(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Begins a command; what it says on its standard error, its progress, goes to a file.
    static Process start(Path err, String... words) throws IOException {
        builtByMaven();
        var command = new ArrayList<>(List.of("./slipway"));
        command.addAll(List.of(words));
        return process(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile())
                .start();
    }

    private static ProcessBuilder process(List<String> command) {
        return new ProcessBuilder(command)
                .directory(Slipway.checkout().toFile())
                .redirectInput(Path.of("/dev/null").toFile());
    }

    /// Its output goes to a file: whoever reads a pipe to its end waits without a bound.
    private static int run(List<String> command, Path out)
            throws IOException, InterruptedException {
        var process =
                process(command)
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroy();
            throw new AssertionError(command + " not done after " + MINUTES + " minutes");
        }
        return process.exitValue();
    }

    /// The launcher would build again what Maven has just built, below Maven's feet.
    static void builtByMaven() throws IOException {
        var stamp = Slipway.checkout().resolve("harness/run/target/slipway.built");
        Files.deleteIfExists(stamp);
        Files.createFile(stamp);
    }
}

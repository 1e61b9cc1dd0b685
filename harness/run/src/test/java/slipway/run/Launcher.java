package slipway.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The command `./slipway`, run as its users run it: another process, from the checkout's root.
final class Launcher {
    /// Thrice what the longest command takes on two busy cores.
    private static final int MINUTES = 15;

    /// What a command said on its standard output, and its exit code. Its progress goes to ours.
    record Answer(int code, String out) {}

    private Launcher() {}

    static Answer slipway(String... words) throws InterruptedException {
        return slipway(List.of(words));
    }

    static Answer slipway(List<String> words) throws InterruptedException {
        var command = new ArrayList<>(List.of("./slipway"));
        command.addAll(words);
        try {
            builtByMaven();
            var process =
                    new ProcessBuilder(command)
                            .directory(Slipway.checkout().toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process.getOutputStream().close();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroy();
                throw new AssertionError(command + " not done after " + MINUTES + " minutes");
            }
            return new Answer(process.exitValue(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The launcher would build again what Maven has just built, below Maven's feet.
    private static void builtByMaven() throws IOException {
        var stamp = Slipway.checkout().resolve("harness/run/target/slipway.built");
        Files.deleteIfExists(stamp);
        Files.createFile(stamp);
    }
}

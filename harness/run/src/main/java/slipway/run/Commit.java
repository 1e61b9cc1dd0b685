package slipway.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Which Slipway this is: its version and, in a git checkout, its commit.
final class Commit {
    private static final String VERSION = "1.0.0-SNAPSHOT";

    private Commit() {}

    static String here(Path checkout) {
        try {
            var git =
                    new ProcessBuilder(
                                    "git",
                                    "-C",
                                    checkout.toString(),
                                    "describe",
                                    "--always",
                                    "--dirty",
                                    "--abbrev=12")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            // Its one line fits into the pipe, so that it can end before it is read.
            if (!git.waitFor(10, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                return VERSION;
            }
            var commit =
                    new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.exitValue() == 0 ? VERSION + " " + commit : VERSION;
        } catch (IOException _) {
            return VERSION; // no git here, or no checkout of it: the version alone
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return VERSION;
        }
    }
}

package slipway.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All that [Doctor] may ask of the machine it runs on; nothing here changes anything. A test gives
/// a host that lacks whatever it wants to see missed.
public interface Host {
    /// The operating system in Java's words: `Linux`, `Mac OS X`.
    String system();

    Optional<String> env(String name);

    /// The text of a file, unpacked where it ends in `.gz`; empty where it is absent or unreadable.
    Optional<String> read(String path);

    /// The names in a folder; none where it is absent or unreadable.
    List<String> list(String folder);

    boolean exists(String path);

    /// What a symbolic link points at; empty where it is none, or unreadable.
    Optional<String> link(String path);

    /// The file system that a path lies on, or would lie on once made.
    Optional<Disk> disk(String path);

    /// Where a command lies: on PATH, or in the folders for the administrator's commands.
    Optional<String> find(String command);

    /// Runs a command that only looks, for at most a few seconds.
    Answer run(String... command);

    /// Why a loopback port cannot be listened on; empty where it can.
    Optional<String> refusesPort(int port);

    /// Processors that this process may use.
    int cores();

    /// The folder of the JDK that runs this program.
    String javaHome();

    /// Its feature number, such as 25.
    int javaFeature();

    Instant now();

    /// @param id the same for two paths exactly when they share their free space
    /// @param free bytes that this user may still write
    /// @param writable whether this user may create files at the path
    record Disk(String id, long free, boolean writable) {}

    /// What a command said; `exit` is [#UNANSWERED] where it could not be started or was too slow.
    record Answer(int exit, String out, String error) {
        static final int UNANSWERED = -1;

        boolean succeeded() {
            return exit == 0;
        }

        /// The line most likely to say what went wrong.
        String complaint() {
            var text = error.isBlank() ? out : error;
            return text.lines()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .orElse("exit " + exit)
                    .strip();
        }
    }
}

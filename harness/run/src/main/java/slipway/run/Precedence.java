package slipway.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lets the session of this JVM go before the cluster that it measures, until it is closed.
///
/// The launcher has made this JVM go first; but where the kernel shares processors out to sessions
/// (sched(7), "The autogroup feature") that counts only among the processes of its own, and the
/// nodes, a group of their own, get as much as all of them: a collection of 40 ms took 220, and a
/// client stood still for 0.8 s, while two JVMs started.
final class Precedence implements AutoCloseable {
    private static final Pattern NICE = Pattern.compile("nice (-?\\d+)\\s*$");

    private final Path autogroup;
    private final Optional<String> before;

    private Precedence(Path autogroup, Optional<String> before) {
        this.autogroup = autogroup;
        this.before = before;
    }

    /// Takes none where the launcher could not, or where the kernel knows no such groups.
    static Precedence take() {
        return take(Path.of("/proc/self/autogroup"), System.getenv("SLIPWAY_NICED"));
    }

    /// @param autogroup as in proc(5)
    /// @param by how far ahead this JVM is, as the launcher says; null where it is not
    static Precedence take(Path autogroup, @Nullable String by) {
        if (by == null || !by.matches("\\d{1,2}")) {
            return new Precedence(autogroup, Optional.empty());
        }
        var before = nice(autogroup).filter(nice -> Integer.parseInt(nice) > -Integer.parseInt(by));
        return new Precedence(autogroup, before.filter(_ -> write(autogroup, "-" + by)));
    }

    /// A kernel without such groups has no such file, or an empty one.
    private static Optional<String> nice(Path autogroup) {
        try {
            var matcher = NICE.matcher(Files.readString(autogroup));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static boolean write(Path autogroup, String nice) {
        try {
            Files.writeString(autogroup, nice);
            return true;
        } catch (IOException _) {
            return false; // whoever may not go first measures as it is
        }
    }

    @Override
    public void close() {
        before.ifPresent(nice -> write(autogroup, nice));
    }
}

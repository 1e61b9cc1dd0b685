package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Podman's settings for our commands alone, given by `CONTAINERS_CONF`; the user's own stay as
/// they are.
final class ContainersConf {
    /// What podman itself asks for where it may: more than a node needs, and known to work.
    private static final long OPEN_FILES = 1_048_576;

    private static final long PROCESSES = 32_768;

    private ContainersConf() {}

    /// Writes the file where it says something else; whoever reads it meanwhile reads a whole one.
    static void keep(Path file, HostFacts host) throws IOException {
        var text = render(host);
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        var folder = Files.createDirectories(file.toAbsolutePath().getParent());
        var next = Files.createTempFile(folder, "containers-", ".conf");
        try {
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    static String render(HostFacts host) {
        var lines = new ArrayList<>(List.of("[containers]"));
        // A node runs some thousand threads; podman would stop it at 2048.
        lines.add("pids_limit = 0");
        if (!host.sysResource()) {
            // Nobody can raise a limit here, so podman must not try to.
            lines.add(
                    "default_ulimits = [\"nofile=%1$d:%1$d\", \"nproc=%2$d:%2$d\"]"
                            .formatted(
                                    Math.min(OPEN_FILES, host.openFiles()),
                                    Math.min(PROCESSES, host.processes())));
        }
        lines.add("[engine]");
        if (host.cgroupV1()) {
            lines.add("runtime = \"runc\""); // crun refuses cgroup v1
        }
        return String.join("\n", lines) + "\n";
    }
}

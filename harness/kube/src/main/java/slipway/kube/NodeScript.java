package slipway.kube;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import slipway.core.RunFailed;

/// A script for the shell of a node, which is handed over each time: nothing of it stays there.
record NodeScript(String name, String text) {
    /// The resource of that name with `.sh` behind it.
    static NodeScript named(String name) {
        try (InputStream script = NodeScript.class.getResourceAsStream(name + ".sh")) {
            return new NodeScript(
                    name,
                    new String(
                            Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @return what it printed
    /// @throws RunFailed where it failed, with what it said
    String run(NodeShell nodes, String node, String... words) throws InterruptedException {
        return nodes.run(
                node,
                Stream.concat(Stream.of("sh", "-c", text, name), Stream.of(words))
                        .toArray(String[]::new));
    }

    /// Whether it says yes.
    boolean yes(NodeShell nodes, String node, String... words) throws InterruptedException {
        return run(nodes, node, words).strip().equals("yes");
    }
}

package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On an engine that notes what it is asked, and has the images of the file `there`.
class NodeWithImagesTest {
    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
    private static final List<String> SUITE = List.of("localhost/api:v1-1", "localhost/ledger:v1");

    @TempDir Path home;

    private NodeWithImages nodes(String command) throws IOException {
        var engine =
                EngineTest.scripted(
                        home,
                        """
                        echo "$@" >>%1$s/asked
                        [ "$1" != image ] || exec grep -qxF "$5" %1$s/there
                        %2$s
                        """
                                .formatted(home, command));
        return new NodeWithImages(
                Settings.of(CHECKOUT, Map.of("SLIPWAY_CACHE", home.resolve("cache").toString())),
                engine,
                new PlainProgress(
                        new PrintStream(OutputStream.nullOutputStream()), InstantSource.system()));
    }

    @Test
    @DisplayName("it is made once for the same images, and nothing is left but it")
    void once() throws Exception {
        var nodes = nodes("");
        var name = nodes.of("localhost/slipway-node:1", SUITE);
        assertThat(home.resolve("asked"))
                .content()
                .containsSubsequence(
                        "localhost/api:v1-1 localhost/ledger:v1", "run ", "commit ", name, "rm ");
        assertThat(home.resolve("cache/node-with-images")).doesNotExist();

        Files.writeString(home.resolve("there"), name + "\n");
        Files.delete(home.resolve("asked"));
        assertThat(nodes.of("localhost/slipway-node:1", SUITE)).isEqualTo(name);
        assertThat(home.resolve("asked")).content().doesNotContain("run ", "commit ");
        assertThat(nodes.of("localhost/slipway-node:2", SUITE)).isNotEqualTo(name);
    }

    @Test
    @DisplayName("a node image without further images is itself")
    void none() throws Exception {
        assertThat(nodes("exit 1").of("localhost/slipway-node:1", List.of()))
                .isEqualTo("localhost/slipway-node:1");
        assertThat(home.resolve("asked")).doesNotExist();
    }

    @Test
    @DisplayName("where it cannot be made, it is said why, and the container is removed")
    void failing() throws Exception {
        var nodes = nodes("[ $1 != run ] || { echo 'no room' >&2; exit 1; }");
        assertThatThrownBy(() -> nodes.of("localhost/slipway-node:1", SUITE))
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("no room");
        assertThat(home.resolve("asked"))
                .content()
                .doesNotContain("commit ")
                .endsWith("rm --force --volumes slipway-node-with-images\n");
        assertThat(home.resolve("cache/node-with-images")).doesNotExist();
    }
}

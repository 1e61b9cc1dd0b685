package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainersConfTest {
    @Test
    @DisplayName("an ordinary host needs no more than room for a node's threads")
    void ordinary() {
        assertThat(ContainersConf.render(new HostFacts(false, true, 1024, 1024)))
                .isEqualTo("[containers]\npids_limit = 0\n[engine]\n");
    }

    @Test
    @DisplayName("a file that says the same already is left alone; another is replaced whole")
    void kept(@TempDir Path cache) throws IOException {
        var file = cache.resolve("new/containers.conf");
        ContainersConf.keep(file, new HostFacts(false, true, 1024, 1024));
        var old = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(file, old);
        ContainersConf.keep(file, new HostFacts(false, true, 1024, 1024));
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);

        ContainersConf.keep(file, new HostFacts(true, true, 1024, 1024));
        assertThat(file).content().contains("runc");
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**/containers-*");
    }

    @Test
    @DisplayName("where limits cannot be raised, the host's own are asked for")
    void sandbox() {
        assertThat(ContainersConf.render(new HostFacts(true, false, 20_000, 96_365)))
                .isEqualTo(
                        """
                        [containers]
                        pids_limit = 0
                        default_ulimits = ["nofile=20000:20000", "nproc=32768:32768"]
                        [engine]
                        runtime = "runc"
                        """);
    }
}

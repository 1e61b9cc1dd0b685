package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ContainersConfTest {
    @Test
    @DisplayName("an ordinary host needs no more than room for a node's threads")
    void ordinary() {
        assertThat(ContainersConf.render(new HostFacts(false, true, 1024, 1024)))
                .isEqualTo("[containers]\npids_limit = 0\n[engine]\n");
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

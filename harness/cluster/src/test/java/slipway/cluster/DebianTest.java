package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DebianTest {
    @Test
    @DisplayName("the mirror is the distribution's, not that of others who serve the same release")
    void mirror() {
        var targets =
                List.of(
                        "https://packages.adoptium.net/artifactory/deb bookworm Artifactory",
                        "https://download.docker.com/linux/debian bookworm Docker",
                        "http://deb.debian.org/debian bookworm-updates Debian",
                        "http://deb.debian.org/debian bookworm Debian");
        assertThat(Debian.mirror(targets, "bookworm")).hasValue("http://deb.debian.org/debian");
        assertThat(Debian.mirror(targets, "trixie")).isEmpty();
    }
}

package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SpawnerTest {
    @Test
    @DisplayName("a child of a JVM that goes ahead is set back by as much; else it is left alone")
    void behind() {
        var command = List.of("podman", "ps");
        assertThat(Spawner.behind(command, "10"))
                .containsExactly("nice", "-n", "10", "podman", "ps");
        assertThat(Spawner.behind(command, null)).isEqualTo(command);
        assertThat(Spawner.behind(command, "no number")).isEqualTo(command);
    }
}

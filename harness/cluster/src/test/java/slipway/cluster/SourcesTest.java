package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static final Sources.Probe REACHABLE = Optional::empty;
    private static final Sources.Probe CUT_OFF = () -> Optional.of("no such host");
    private static final Sources.Probe NOT_ASKED =
            () -> {
                throw new AssertionError("asked the network without need");
            };

    @Test
    @DisplayName("published images are taken where they can be had")
    void published() throws InterruptedException {
        var chosen = Sources.choose(Optional.empty(), false, REACHABLE);
        assertThat(chosen.choice()).isEqualTo(NodeSource.Choice.PUBLISHED);
    }

    @Test
    @DisplayName("where they cannot be had, everything is built, and the reason is told")
    void registries() throws InterruptedException {
        var chosen = Sources.choose(Optional.empty(), false, CUT_OFF);
        assertThat(chosen.choice()).isEqualTo(NodeSource.Choice.REGISTRIES);
        assertThat(Sources.announce(chosen))
                .isEqualTo(
                        "node image: built here from package registries (the published images cannot be"
                                + " had: no such host)");
    }

    @Test
    @DisplayName("a wish is obeyed even where it will fail: there is no silent other way")
    void wish() throws InterruptedException {
        var chosen = Sources.choose(Optional.of(NodeSource.Choice.PUBLISHED), true, NOT_ASKED);
        assertThat(chosen.choice()).isEqualTo(NodeSource.Choice.PUBLISHED);
    }

    @Test
    @DisplayName("what was built here is kept to, without asking the network")
    void kept() throws InterruptedException {
        var chosen = Sources.choose(Optional.empty(), true, NOT_ASKED);
        assertThat(chosen.choice()).isEqualTo(NodeSource.Choice.REGISTRIES);
    }

    @Test
    @DisplayName("a source that does not exist is refused with those that do")
    void unknown() {
        assertThatThrownBy(() -> NodeSource.Choice.parse("internet"))
                .hasMessage(
                        "SLIPWAY_SOURCE has to be 'published' or 'registries', but is 'internet'");
    }
}

package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HostFactsTest {
    private static final String LIMITS =
            """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             96365                96365                processes
            Max open files            1024                 20000                files
            Max locked memory         unlimited            unlimited            bytes
            """;

    @Test
    @DisplayName("the hard limit counts, not the soft one")
    void hard() {
        assertThat(HostFacts.hard(LIMITS, "Max open files")).isEqualTo(20_000);
        assertThat(HostFacts.hard(LIMITS, "Max processes")).isEqualTo(96_365);
    }

    @Test
    @DisplayName("unlimited, or not told, is no limit")
    void unlimited() {
        assertThat(HostFacts.hard(LIMITS, "Max locked memory")).isEqualTo(Long.MAX_VALUE);
        assertThat(HostFacts.hard("", "Max open files")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("a bounding set without bit 24 withholds CAP_SYS_RESOURCE")
    void capability() {
        assertThat(HostFacts.capable("CapBnd:\t000001fffeffffff\n")).isFalse();
        assertThat(HostFacts.capable("CapBnd:\t000001ffffffffff\n")).isTrue();
    }
}

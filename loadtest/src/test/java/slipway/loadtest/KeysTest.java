package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    @DisplayName("a run owns its keys, and none of a run whose name begins alike")
    void owns() {
        assertThat(Keys.belongs(Keys.of("rolling", 17), "rolling")).isTrue();
        assertThat(Keys.belongs("rolling-sabotaged-17", "rolling")).isFalse();
        assertThat(Keys.belongs("rolling2-17", "rolling")).isFalse();
        assertThat(Keys.belongs("rolling-warm-up-17", "rolling")).isFalse();
        assertThat(Keys.belongs("rolling-", "rolling")).isFalse();
    }
}

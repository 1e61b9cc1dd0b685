package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.InvalidSpec;

class LoopbackTest {
    @ParameterizedTest
    @DisplayName("this machine's loopback is a target")
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost:8080/", "http://[::1]:8080"})
    void loopback(String base) {
        assertThat(Loopback.require(URI.create(base))).isEqualTo(URI.create(base));
    }

    @ParameterizedTest
    @DisplayName("nothing else is")
    @ValueSource(
            strings = {
                "http://10.0.0.1:8080",
                "http://example.test",
                "http://localhost.example.test",
                "http://127.0.0.1.example.test",
                "http://user@127.0.0.1:8080",
                "http://127.0.0.1:8080/path",
                "https://127.0.0.1:8080",
                "//127.0.0.1:8080",
                "file:/tmp"
            })
    void elsewhere(String base) {
        assertThatThrownBy(() -> Loopback.require(URI.create(base)))
                .isInstanceOf(InvalidSpec.class);
    }
}

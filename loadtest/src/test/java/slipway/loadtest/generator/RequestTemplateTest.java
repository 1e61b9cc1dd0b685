package slipway.loadtest.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.InvalidSpec;

class RequestTemplateTest {
    @Test
    @DisplayName("placeholders are filled in everywhere; a constant template is itself")
    void filled() {
        var template =
                new RequestTemplate("PUT", "/a/{n}?of={run}", Map.of("Key", "{run}-{n}"), "{n}");

        assertThat(template.filled("r", 7))
                .isEqualTo(new RequestTemplate("PUT", "/a/7?of=r", Map.of("Key", "r-7"), "7"));
        var constant = RequestTemplate.get("/a");
        assertThat(constant.filled("r", 7)).isSameAs(constant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a b", "/a\r\nHost: b", "/ä", "/a#b"})
    @DisplayName("a path that would be another request is refused")
    void paths(String path) {
        assertThatThrownBy(() -> RequestTemplate.get(path)).isInstanceOf(InvalidSpec.class);
    }

    @Test
    @DisplayName("a header that would be two, and a method that is none, are refused")
    void refused() {
        assertThatThrownBy(() -> new RequestTemplate("GET", "/", Map.of("A", "b\r\nC: d"), ""))
                .isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> new RequestTemplate("GET", "/", Map.of("A:", "b"), ""))
                .isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> new RequestTemplate("GET /", "/", Map.of(), ""))
                .isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> new RequestTemplate("CONNECT", "/", Map.of(), ""))
                .isInstanceOf(InvalidSpec.class);
    }
}

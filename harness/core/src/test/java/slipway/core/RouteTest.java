package slipway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RouteTest {
    private static final Image V1 = new Image("api", "v1");
    private static final Image V2 = new Image("api", "v2");

    @Test
    @DisplayName("a baseline gets as much as the next version, out of the share of the one before")
    void compare() {
        assertThat(Route.compare(V1, V2, 10).weights())
                .isEqualTo(Map.of("v1", 80, "v1+baseline", 10, "v2", 10));
        assertThatThrownBy(() -> Route.compare(V1, V2, 51)).isInstanceOf(InvalidSpec.class);
    }

    @Test
    @DisplayName("a version leads with the share of all its pods, those of its baseline too")
    void leader() {
        assertThat(Route.compare(V1, V2, 40).leader()).isEqualTo("v1");
        assertThat(Route.compare(V1, V2, 50).leader()).isEqualTo("v1");
        assertThat(Route.split(V1, V2, 60).leader()).isEqualTo("v2");
        assertThat(Route.split(V1, V2, 50).leader()).isEqualTo("v1");
        assertThat(Route.split(V2, V1, 50).leader()).isEqualTo("v2");
        assertThat(Route.only(V2).leader()).isEqualTo("v2");
    }
}

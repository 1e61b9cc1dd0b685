package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenImagesTest {
    private static final GivenImages GIVEN =
            GivenImages.NONE
                    .and(
                            "v1",
                            Map.of("api", "localhost/api:v1-1", "ledger", "localhost/ledger:v1-2"))
                    .and("v2-drainless", Map.of("api", "localhost/api:v2-drainless-1"));

    @Test
    @DisplayName("a version is given when every service that is asked for is")
    void versions() {
        assertThat(GIVEN.of("v1", List.of("api"))).hasValue(Map.of("api", "localhost/api:v1-1"));
        assertThat(GIVEN.of("v2-drainless", List.of("api")))
                .hasValue(Map.of("api", "localhost/api:v2-drainless-1"));
        assertThat(GIVEN.of("v1", List.of("api", "agent"))).isEmpty();
        assertThat(GIVEN.of("v3", List.of("api"))).isEmpty();
    }

    @Test
    @DisplayName("a bundle's properties carry them, beside whatever else they hold")
    void properties() {
        var properties = new Properties();
        properties.setProperty("node", "localhost/slipway-node:1");
        GIVEN.into(properties);
        assertThat(GivenImages.of(properties)).isEqualTo(GIVEN);
    }

    @Test
    @DisplayName("they are kept for later commands, until there are none")
    void kept(@TempDir Path cache) throws IOException {
        var file = cache.resolve("given");
        GIVEN.keep(file);
        assertThat(GivenImages.kept(file)).isEqualTo(GIVEN);
        GivenImages.NONE.keep(file);
        assertThat(file).doesNotExist();
        assertThat(GivenImages.kept(file)).isEqualTo(GivenImages.NONE);
    }
}

package slipway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The build that images are made from holds nothing of `services/planted`; whoever wants its bugs
/// asks for the profile of that name. Looks at what the build has just left, as [ManifestsTest].
@Tag("manifests")
class SoundTest {
    @Test
    @DisplayName("no planted bug is in the service")
    void sound() throws IOException {
        try (var files = Files.walk(Path.of("target/quarkus-app"))) {
            assertThat(files.map(Path::toString))
                    .as("the libraries are among what was looked at")
                    .anyMatch(file -> file.contains("quarkus-vertx-http"))
                    .noneMatch(file -> file.contains("planted"));
        }
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The overlays as Kustomize renders them: api's own OverlayTest, which skips itself where there is
/// no kubectl yet. With the cluster there is one.
@ExtendWith(RealCluster.class)
class OverlayIT {
    @Test
    @DisplayName("what a cluster gets is what the suite promises, and nothing of it was skipped")
    void rendered() throws Exception {
        var checkout = Slipway.checkout();
        var maven = "./mvnw -q -B -Denforcer.skip -Dtest=OverlayTest test -pl services/api";
        var process =
                new ProcessBuilder(maven.split(" "))
                        .directory(checkout.toFile())
                        .inheritIO()
                        .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended within 5 minutes").isTrue();
        assertThat(process.exitValue()).isZero();
        var report = "services/api/target/surefire-reports/TEST-slipway.api.OverlayTest.xml";
        assertThat(Files.readString(checkout.resolve(report)))
                .containsPattern("tests=\"[1-9]\\d*\"")
                .contains("skipped=\"0\"");
    }
}

package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On an engine that has no image, and notes what it is asked.
class BundleTest {
    private static final GivenImages SUITE =
            GivenImages.NONE
                    .and(
                            "v1",
                            Map.of("api", "localhost/api:v1-1", "ledger", "localhost/ledger:v1-2"))
                    .and("v2-drainless", Map.of("api", "localhost/api:v2-drainless-1"));

    @TempDir Path home;

    private Bundle bundle(String cache) throws IOException {
        var engine =
                EngineTest.scripted(
                        home,
                        """
                        echo "$@" >>%s/asked
                        case "$1" in
                            image) exit 1 ;;
                            save) touch "$3" ;;
                        esac
                        """
                                .formatted(home));
        return new Bundle(
                Settings.of(home, Map.of("SLIPWAY_CACHE", home.resolve(cache).toString())),
                engine,
                new PlainProgress(
                        new PrintStream(OutputStream.nullOutputStream()), InstantSource.system()));
    }

    @Test
    @DisplayName("what a bundle carries of the suite, it tells where it is opened, by version")
    void suite() throws Exception {
        var file = home.resolve("bundle.tar.gz");
        var tool = Files.writeString(home.resolve("tool"), "");
        var addons = Files.createDirectories(home.resolve("addons"));
        var material =
                new Material("key", tool, tool, "localhost/node:1", addons, GivenImages.NONE);
        bundle("cache").save(file, material, SUITE);
        assertThat(home.resolve("asked"))
                .content()
                .containsPattern("save -o \\S+ localhost/node:1 localhost/api:v1-1 ")
                .contains("localhost/api:v2-drainless-1", "localhost/ledger:v1-2");

        var opened = bundle("another").open(file);
        assertThat(opened.suite()).isEqualTo(SUITE);
        assertThat(opened.key()).isEqualTo("key");
        assertThat(home.resolve("asked")).content().contains("load -i ");
    }

    @Test
    @DisplayName("a file that is no bundle is told as such")
    void noBundle() throws Exception {
        var file = Files.writeString(home.resolve("bundle.tar.gz"), "no bundle");
        var bundle = bundle("cache");
        assertThatThrownBy(() -> bundle.open(file)).hasMessageContaining("is no bundle of Slipway");
    }
}

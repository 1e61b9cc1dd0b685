package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecedenceTest {
    @TempDir private Path folder = Path.of("");
    private Path autogroup = Path.of("");

    @BeforeEach
    void file() {
        autogroup = folder.resolve("autogroup");
    }

    private void says(String text) throws Exception {
        Files.writeString(autogroup, text);
    }

    @Test
    @DisplayName("the session goes first until it is over, and then as before")
    void taken() throws Exception {
        says("/autogroup-37950 nice 3\n");
        try (var _ = Precedence.take(autogroup, "10")) {
            assertThat(autogroup).hasContent("-10");
        }
        assertThat(autogroup).hasContent("3");
    }

    @Test
    @DisplayName("a session that goes first already is left alone")
    void already() throws Exception {
        says("/autogroup-37950 nice -10\n");
        Precedence.take(autogroup, "10").close();
        assertThat(autogroup).hasContent("/autogroup-37950 nice -10");
    }

    @Test
    @DisplayName("whoever could not go first itself leaves its session alone")
    void mayNot() throws Exception {
        says("/autogroup-37950 nice 0\n");
        for (var by : new String[] {null, "no number"}) {
            Precedence.take(autogroup, by).close();
            assertThat(autogroup).hasContent("/autogroup-37950 nice 0");
        }
    }

    @Test
    @DisplayName("a kernel that groups nothing by session has nothing to be taken")
    void none() throws Exception {
        Precedence.take(autogroup, "10").close();
        assertThat(autogroup).doesNotExist();
        says("");
        Precedence.take(autogroup, "10").close();
        assertThat(autogroup).isEmptyFile();
    }
}

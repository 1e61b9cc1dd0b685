package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastBytesTest {
    @Test
    @DisplayName("the end of what was written is there, and not more than twice the limit")
    void end(@TempDir Path folder) throws IOException {
        var file = folder.resolve("a.log");
        try (var out = new LastBytes(file, 10)) {
            for (int i = 0; i < 10; i++) {
                out.write(("line" + i).getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(folder.resolve("a.log.old")).hasContent("line6line7");
        assertThat(Files.readString(file)).isEqualTo("line8line9");
    }

    @Test
    @DisplayName("a short log is in one file")
    void brief(@TempDir Path folder) throws IOException {
        try (var out = new LastBytes(folder.resolve("a.log"), 10)) {
            out.write('x');
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.old");
        assertThat(folder.resolve("a.log")).hasContent("x");
    }
}

package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyTest {
    @TempDir Path folder;

    @Test
    @DisplayName("the same inputs have the same key, wherever they lie")
    void same() throws IOException {
        var one = folder("one", "a.go", "package a");
        var other = folder("other", "a.go", "package a");
        assertThat(Key.of(List.of(one), "flag")).isEqualTo(Key.of(List.of(other), "flag"));
    }

    @Test
    @DisplayName("another content, name or flag is another key")
    void different() throws IOException {
        var key = Key.of(List.of(folder("one", "a.go", "package a")));
        assertThat(Key.of(List.of(folder("two", "a.go", "package b")))).isNotEqualTo(key);
        assertThat(Key.of(List.of(folder("three", "b.go", "package a")))).isNotEqualTo(key);
        assertThat(Key.of(List.of(folder("four", "a.go", "package a")), "-race")).isNotEqualTo(key);
    }

    @Test
    @DisplayName("where one part ends and the next begins makes a difference")
    void borders() {
        assertThat(Key.of("ab", "c")).isNotEqualTo(Key.of("a", "bc"));
    }

    private Path folder(String name, String file, String content) throws IOException {
        var made = Files.createDirectory(folder.resolve(name));
        Files.writeString(made.resolve(file), content);
        return made;
    }
}

package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HostHereTest {
    private final Host host = new HostHere();

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("a number in /proc/sys is read whole, not its first digit")
    void procSys() {
        var told = host.run("cat", "/proc/sys/fs/inotify/max_user_watches").out();
        assertThat(told.strip()).hasSizeGreaterThan(1);
        assertThat(host.read("/proc/sys/fs/inotify/max_user_watches")).contains(told);
    }

    @Test
    @DisplayName("a packed file is unpacked; an absent one is empty, and no failure")
    void files(@TempDir Path folder) throws IOException {
        var packed = folder.resolve("config.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("CONFIG_BPF=y".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(host.read(packed.toString())).contains("CONFIG_BPF=y");
        assertThat(host.read(folder.resolve("absent").toString())).isEmpty();
        assertThat(host.list(folder.toString())).containsExactly("config.gz");
        assertThat(host.list(folder.resolve("absent").toString())).isEmpty();
        assertThat(host.link(packed.toString())).isEmpty();
    }

    @Test
    @DisplayName("a port that somebody listens on is refused, and free again afterwards")
    void port() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = socket.getLocalPort();
            assertThat(host.refusesPort(port)).isPresent();
        }
        assertThat(host.refusesPort(port)).isEmpty();
    }

    @Test
    @DisplayName("a command's exit code and both its outputs are kept; a missing one is an answer")
    void commands() {
        var answer = host.run("sh", "-c", "echo out; echo error >&2; exit 3");
        assertThat(answer).isEqualTo(new Host.Answer(3, "out\n", "error\n"));
        assertThat(answer.complaint()).isEqualTo("error");
        assertThat(host.run("no-such-command").complaint())
                .isEqualTo("no-such-command is not on PATH");
        assertThat(new HostHere(Map.of("PATH", "")).find("sh")).isEmpty();
    }

    @Test
    @DisplayName("a command that hangs, with children that hold its outputs, is ended")
    void hanging() {
        var begin = System.nanoTime();
        var answer = host.run("sh", "-c", "sleep 60 & sleep 60");
        assertThat(answer.complaint()).startsWith("no answer within");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    @DisplayName("a folder that is not there yet lies on the disk of the nearest one that is")
    void disk(@TempDir Path folder) {
        var disk = host.disk(folder.resolve("not/yet").toString()).orElseThrow();
        assertThat(disk)
                .extracting(Host.Disk::id)
                .isEqualTo(host.disk(folder.toString()).orElseThrow().id());
        assertThat(disk.writable()).isTrue();
        assertThat(disk.free()).isPositive();
    }
}

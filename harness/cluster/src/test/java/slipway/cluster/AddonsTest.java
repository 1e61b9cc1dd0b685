package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// With a kubectl that notes what it is asked, and tells of nodes and pods what the test says.
class AddonsTest {
    private static final String KUBECTL =
            """
            #!/bin/sh
            echo "$@" >>HOME/asked
            case "$*" in
                *' get node '*) cat HOME/address ;;
                *' get pods '*HOST:*) cat HOME/pods ;;
            esac
            """;

    @TempDir private Path home = Path.of("");

    @Test
    @DisplayName("of a node that came back with another address, the pods that tell the old one go")
    void moved() throws Exception {
        write("address", "10.0.0.9");
        write(
                "pods",
                """
                kube-system coredns-a control 10.0.0.4
                kube-system coredns-b control 10.0.0.9
                kube-system coredns-c control <none>
                gateway envoy control 10.0.0.4
                slipway api worker 10.0.0.5
                slipway waiting <none> <none>
                """);
        revive(Map.of("control", "10.0.0.9"));
        assertThat(Files.readAllLines(home.resolve("asked")))
                .filteredOn(line -> line.contains(" delete "))
                .extracting(line -> line.replaceFirst(".* delete ", ""))
                .containsExactlyInAnyOrder(
                        "pods -n kube-system coredns-a", "pods -n gateway envoy");
    }

    private void revive(Map<String, String> addresses) throws Exception {
        var kubectl = home.resolve("cache/bin/kubectl");
        write("cache/bin/kubectl", KUBECTL.replace("HOME", home.toString()));
        assertThat(kubectl.toFile().setExecutable(true)).isTrue();
        var gateway =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.start();
        try {
            var settings =
                    new Settings(
                            home.resolve("checkout"),
                            home.resolve("cache"),
                            "test",
                            gateway.getAddress().getPort(),
                            Optional.empty());
            var silent =
                    new PlainProgress(
                            new PrintStream(OutputStream.nullOutputStream()),
                            InstantSource.system());
            new Addons(settings, new Kubectl(settings), silent).revive(addresses);
        } finally {
            gateway.stop(0);
        }
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
    }
}

package slipway.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Map;

/// A target that answers with the status of the moment, beside one whose answer trickles in and one
/// that nobody listens at.
public final class TargetDouble implements QuarkusTestResourceLifecycleManager {
    static volatile int status = 200;

    /// The pause after each byte of the status line, 17 of them; none at 0.
    static volatile long trickleMillis = 0;

    private HttpServer server;
    private ServerSocket trickling;

    @Override
    public Map<String, String> start() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        try (exchange) {
                            exchange.getResponseHeaders().set("Slipway-Version", "v7");
                            exchange.sendResponseHeaders(status, -1);
                        }
                    });
            server.start();
            trickling = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::trickle);
            var pressure = Files.createTempDirectory("pressure");
            Files.writeString(
                    pressure.resolve("cpu"),
                    "some avg10=12.50 avg60=1.00 avg300=0.10 total=99\nfull avg10=0.00 avg60=0\n");
            Files.writeString(pressure.resolve("io"), "what is this?\n");
            return Map.of(
                    "slipway.agent.targets.api",
                    "http://localhost:" + server.getAddress().getPort() + "/version",
                    "slipway.agent.targets.trickling",
                    "http://localhost:" + trickling.getLocalPort() + "/version",
                    "slipway.agent.timeout",
                    "1S",
                    "slipway.agent.targets.gone",
                    "http://gone.invalid/version",
                    "slipway.agent.interval",
                    "50MS",
                    "slipway.agent.pressure",
                    pressure.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void trickle() {
        while (!trickling.isClosed()) {
            try (var connection = trickling.accept()) {
                var request =
                        new BufferedReader(
                                new InputStreamReader(connection.getInputStream(), US_ASCII));
                while (!request.readLine().isEmpty()) {}
                for (var character : "HTTP/1.1 200 OK\r\n".getBytes(US_ASCII)) {
                    connection.getOutputStream().write(character);
                    Thread.sleep(trickleMillis);
                }
                connection.getOutputStream().write("Content-Length: 0\r\n\r\n".getBytes(US_ASCII));
            } catch (IOException | InterruptedException _) {
                // the agent has given up, or the test is over
            }
        }
    }

    @Override
    public void stop() {
        server.stop(0);
        try {
            trickling.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package slipway.agent;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.Map;

/// A target that answers with the status of the moment, beside one that nobody listens at.
public final class TargetDouble implements QuarkusTestResourceLifecycleManager {
    static volatile int status = 200;

    private HttpServer server;

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
            var pressure = Files.createTempDirectory("pressure");
            Files.writeString(
                    pressure.resolve("cpu"),
                    "some avg10=12.50 avg60=1.00 avg300=0.10 total=99\nfull avg10=0.00 avg60=0\n");
            Files.writeString(pressure.resolve("io"), "what is this?\n");
            return Map.of(
                    "slipway.agent.targets.api",
                    "http://localhost:" + server.getAddress().getPort() + "/version",
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

    @Override
    public void stop() {
        server.stop(0);
    }
}

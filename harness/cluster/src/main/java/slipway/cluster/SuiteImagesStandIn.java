package slipway.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Stands in for ledger while api and agent are trained: answers of the right shape are all that
/// the training needs, and nothing of it is ever judged.
final class SuiteImagesStandIn implements AutoCloseable {
    private static final String RECEIPT =
            """
            {"id":"00000000000000ff","key":"training","from":"a-000","to":"a-001","amount":1}\
            """;

    private final HttpServer server;

    SuiteImagesStandIn() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            server = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answer("/transfers", 200, "{\"transfers\":[" + RECEIPT + "],\"next\":null}");
        answer("/transfers/", 200, RECEIPT);
        answer("/accounts", 200, "{\"accounts\":[{\"id\":\"a-000\",\"balance\":1}]}");
        answer("/accounts/", 200, "{\"id\":\"a-000\",\"balance\":1}");
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(String path, int status, String body) {
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        var request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                        var refused = request.contains("77");
                        var posted = exchange.getRequestMethod().equals("POST");
                        var text = refused ? "{\"error\":\"refused\"}" : posted ? RECEIPT : body;
                        var bytes = text.getBytes(UTF_8);
                        exchange.getResponseHeaders().set("Content-Type", "application/json");
                        exchange.sendResponseHeaders(
                                refused ? 422 : posted ? 201 : status, bytes.length);
                        exchange.getResponseBody().write(bytes);
                    }
                });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

package slipway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A ledger that answers over HTTP what the test laid out for it, and remembers what it was asked.
public final class LedgerDouble implements QuarkusTestResourceLifecycleManager {
    /// One thing to do with a request; a negative status breaks the connection without an answer,
    /// and `missing` bytes of the body are announced but never sent.
    record Answer(int status, String body, long delayMillis, int missing) {
        static Answer of(int status, String body) {
            return new Answer(status, body, 0, 0);
        }

        static Answer broken() {
            return new Answer(-1, "", 0, 0);
        }

        static Answer brokenWithin(int status, String body) {
            return new Answer(status, body, 0, 10);
        }

        static Answer slow(long millis) {
            return new Answer(200, "{}", millis, 0);
        }
    }

    /// What ledger was asked.
    record Request(String line, String key, String body) {}

    static final List<Request> REQUESTS = new CopyOnWriteArrayList<>();

    private static final Deque<Answer> ANSWERS = new ConcurrentLinkedDeque<>();
    private static final Answer DEFAULT = Answer.of(200, "{\"id\":\"a-000\",\"balance\":7}");

    private HttpServer server;

    /// Forgets the past and answers so from now on; the last answer stays in force.
    static void answering(Answer... answers) {
        REQUESTS.clear();
        ANSWERS.clear();
        ANSWERS.addAll(List.of(answers));
    }

    @Override
    public Map<String, String> start() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", LedgerDouble::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        var address = server.getAddress();
        return Map.of(
                "quarkus.rest-client.ledger.url",
                "http://" + address.getHostString() + ":" + address.getPort());
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    private static void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            REQUESTS.add(
                    new Request(
                            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                            String.valueOf(
                                    exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                            body));
            var answer = ANSWERS.size() > 1 ? ANSWERS.poll() : ANSWERS.peek();
            answer(exchange, answer == null ? DEFAULT : answer);
        }
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        try {
            Thread.sleep(answer.delayMillis());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (answer.status() < 0) {
            return; // closed without a word
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        var body = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length + answer.missing());
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
    }
}

package slipway.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The suite's HTTP interface over a ledger in memory, with faults on demand.
final class LocalSuite implements AutoCloseable {
    static final String TOKEN = "open sesame";

    /// What goes wrong with a request; decided before the ledger sees it.
    enum Fault {
        NONE,
        /// 503 of a gateway, before the ledger has seen it.
        UNAVAILABLE,
        /// 503 of a gateway, although the ledger has done it.
        UNAVAILABLE_AFTERWARDS,
        /// Done, but acknowledged to nobody.
        FORGOTTEN,
        /// Acknowledged, but not done.
        LOST,
        /// Done twice.
        DOUBLED
    }

    /// Decides, and may wait to make the client wait.
    @FunctionalInterface
    interface Faults {
        Fault of(HttpExchange exchange) throws InterruptedException;
    }

    record Entry(String id, String key, String from, String to, long amount) {}

    record PageOf(List<Entry> transfers, @Nullable String next) {}

    record Balance(String id, long balance) {}

    record Accounts(List<Balance> accounts, @Nullable Integer schema) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Long> balances = new TreeMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> byKey = new HashMap<>();
    private final Set<Integer> clientPorts = ConcurrentHashMap.newKeySet();
    volatile Faults faults = _ -> Fault.NONE;
    volatile int pageLimit = Integer.MAX_VALUE;
    volatile boolean filters = true;
    volatile @Nullable Integer schema = 2;

    LocalSuite() throws IOException {
        open(100, 1_000_000);
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5_000);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    int connectionsSeen() {
        return clientPorts.size();
    }

    /// So many accounts that hold so much each, and no others.
    synchronized void open(int accounts, long balance) {
        balances.clear();
        for (int i = 0; i < accounts; i++) {
            balances.put("a-%03d".formatted(i), balance);
        }
    }

    /// A transfer that no client of this run asked for.
    synchronized void book(String key) {
        post(key, "a-000", "a-001", 1);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            clientPorts.add(exchange.getRemoteAddress().getPort());
            exchange.getResponseHeaders().set("Slipway-Version", "v1-test");
            exchange.getResponseHeaders().set("Slipway-Pod", "local");
            var fault = faults.of(exchange);
            if (fault == Fault.UNAVAILABLE) {
                exchange.getRequestBody().readAllBytes();
                answer(exchange, 503, Map.of("error", "no healthy upstream"));
                return;
            }
            var path = exchange.getRequestURI().getPath();
            if (path.equals("/transfers") && exchange.getRequestMethod().equals("POST")) {
                transfer(exchange, fault);
            } else if (path.equals("/transfers")) {
                answer(exchange, 200, page(query(exchange)));
            } else if (path.equals("/accounts")) {
                answer(exchange, 200, new Accounts(accounts(), schema));
            } else {
                var id = path.substring("/accounts/".length());
                var balance = balance(id);
                answer(
                        exchange,
                        balance == null ? 404 : 200,
                        new Balance(id, balance == null ? 0 : balance));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void transfer(HttpExchange exchange, Fault fault) throws IOException {
        var headers = exchange.getRequestHeaders();
        var key = headers.getFirst("Idempotency-Key");
        var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        if (!("Bearer " + TOKEN).equals(headers.getFirst("Authorization"))) {
            answer(exchange, 401, Map.of("error", "who are you"));
            return;
        }
        var from = body.path("from").asText();
        var to = body.path("to").asText();
        long amount = body.path("amount").asLong();
        if (balance(from) == null) {
            answer(exchange, 404, Map.of("error", "no account " + from));
            return;
        }
        var entry =
                fault == Fault.LOST
                        ? new Entry("0", key, from, to, amount)
                        : post(key, from, to, amount);
        switch (fault) {
            case UNAVAILABLE_AFTERWARDS -> answer(exchange, 503, Map.of());
            case FORGOTTEN -> {}
            case DOUBLED -> {
                postAgain(key, from, to, amount);
                answer(exchange, 201, entry);
            }
            case NONE, LOST, UNAVAILABLE -> answer(exchange, 201, entry);
        }
    }

    private synchronized Entry post(String key, String from, String to, long amount) {
        var before = byKey.get(key);
        return before == null ? postAgain(key, from, to, amount) : before;
    }

    private synchronized Entry postAgain(String key, String from, String to, long amount) {
        var entry = new Entry("%016x".formatted(entries.size() + 1), key, from, to, amount);
        entries.add(entry);
        byKey.put(key, entry);
        balances.merge(from, -amount, Long::sum);
        balances.merge(to, amount, Long::sum);
        return entry;
    }

    private synchronized @Nullable Long balance(String id) {
        return balances.get(id);
    }

    private synchronized List<Balance> accounts() {
        return balances.entrySet().stream()
                .map(e -> new Balance(e.getKey(), e.getValue()))
                .toList();
    }

    private synchronized PageOf page(Map<String, String> query) {
        int limit = Math.min(pageLimit, Integer.parseInt(query.get("limit")));
        var after = query.getOrDefault("after", "");
        var prefix = filters ? query.getOrDefault("prefix", "") : "";
        var rest =
                entries.stream()
                        .filter(e -> e.id().compareTo(after) > 0 && e.key().startsWith(prefix))
                        .toList();
        var page = rest.stream().limit(limit).toList();
        return new PageOf(page, rest.size() > limit ? page.getLast().id() : null);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        var query = new HashMap<String, String>();
        for (var pair : exchange.getRequestURI().getQuery().split("&")) {
            query.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return query;
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        var bytes = JSON.writeValueAsString(body).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}

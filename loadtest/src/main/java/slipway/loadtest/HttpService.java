package slipway.loadtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import slipway.core.Books;
import slipway.core.Connection;
import slipway.core.Group;
import slipway.core.InvalidSpec;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Reply;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Service;
import slipway.core.Transfer;

/// The suite over HTTP, as a plain client sees it: one request, one outcome; nothing is retried,
/// redirected, cached or unpacked behind the scenes. Blocking, so call it on virtual threads.
///
/// How an answer is read is told by [Answer]; where none came:
///
/// | seen | outcome | why |
/// |---|---|---|
/// | no connection, refused or not within its time | `Refused`, status 0 | nothing was sent |
/// | broken midway, or no full answer in time | `Uncertain` | the request may have arrived |
public final class HttpService implements Service {
    /// A connection that lay idle so long is looked at before use, which takes 1 ms: the server may
    /// rightly have closed it. One in steady use is not, so that the look does not slow the load.
    private static final TimeValue LOOK_AFTER = TimeValue.ofMilliseconds(100);

    /// More than any load has under way: the pool itself must never make a request wait.
    private static final int CONNECTIONS = 100_000;

    /// An answer to one operation is under 1 kB, and one about all of 1,000 accounts under 50 kB;
    /// the rest of a longer one is thrown away.
    private static final int MAX_ANSWER = 65_536;

    /// A page of 1,000 transfers is about 130 kB, one of 1,000 accounts 40 kB.
    private static final int MAX_PAGE = 16_777_216;

    private static final int PAGE = 1_000;

    /// Where all balances are, and what the schema is at.
    private static final String ACCOUNTS = "/accounts";

    /// At [#PAGE] transfers each, more than the largest load makes, thrice.
    private static final int MAX_PAGES = 6_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final String authorization;
    private final Patience patience;
    private final CloseableHttpClient kept;
    private final CloseableHttpClient fresh;
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("http-deadlines").factory());

    /// What came back to a GET of the books.
    private record Page(int status, String body) {}

    /// @param base where the gateway listens, such as `http://127.0.0.1:8080`
    /// @param token the bearer token that the api asks for
    /// @throws InvalidSpec unless `base` is plain HTTP on this machine's loopback: a load test
    ///   elsewhere is an attack. Bring another cluster's gateway here with `kubectl port-forward`
    public HttpService(URI base, String token) {
        this(base, token, Patience.STANDARD);
    }

    HttpService(URI base, String token, Patience patience) {
        this.base = Loopback.require(base);
        this.authorization = "Bearer " + token;
        this.patience = patience;
        this.kept = client(patience, true);
        this.fresh = client(patience, false);
        // Else every request would stay in memory for the whole of its deadline.
        deadlines.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Reply call(Operation operation, Connection connection, @Nullable Group group)
            throws InterruptedException {
        var request = request(operation, connection);
        if (group != null) {
            request.setHeader(group.header(), group.content());
        }
        var client =
                switch (connection) {
                    case FRESH, SLOW -> fresh;
                    case KEPT -> kept;
                };
        if (connection != Connection.KEPT) {
            request.setHeader(HttpHeaders.CONNECTION, "close");
        }
        return call(client, request, operation);
    }

    private Reply call(CloseableHttpClient client, HttpUriRequestBase request, Operation operation)
            throws InterruptedException {
        try {
            return execute(
                    client,
                    request,
                    response -> Answer.reply(operation, response, body(response, MAX_ANSWER)));
        } catch (IOException e) {
            return Reply.of(unanswered(e));
        }
    }

    @Override
    public Reply look(String version) throws InterruptedException {
        var operation = new Operation.ReadAccount("a-000");
        var request = request(operation, Connection.FRESH);
        request.setHeader(HttpHeaders.CONNECTION, "close");
        request.setHeader(Route.VERSION_HEADER, version);
        return call(fresh, request, operation);
    }

    /// @throws IOException also where the balances do not come to rest: somebody else writes
    @Override
    public Books read(String run) throws IOException, InterruptedException {
        for (int attempt = 1; attempt <= patience.reads(); attempt++) {
            var before = balances(get(ACCOUNTS));
            var transfers = transfers(run);
            var accounts = get(ACCOUNTS);
            var books = new Books(transfers, balances(accounts), schema(accounts));
            if (books.balances().equals(before)) {
                return books;
            }
            Thread.sleep(patience.pause());
        }
        throw new IOException(
                "the balances changed while the transfers were read, each time of "
                        + patience.reads());
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        try (kept;
                fresh) {
            // Both are closed, even where one fails.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpUriRequestBase request(Operation operation, Connection connection) {
        return switch (operation) {
            case Operation.Write(var transfer, var held) -> {
                var post = new HttpPost(base.resolve("/transfers"));
                post.setHeader("Idempotency-Key", transfer.key());
                post.setHeader(HttpHeaders.AUTHORIZATION, authorization);
                var order =
                        new ByteArrayEntity(order(transfer, held), ContentType.APPLICATION_JSON);
                post.setEntity(SlowLine.taking(connection.sending(), order));
                yield post;
            }
            case Operation.ReadAccount(var account) ->
                    new HttpGet(base.resolve(ACCOUNTS + "/" + account));
            case Operation.ReadTotal _ -> new HttpGet(base.resolve(ACCOUNTS));
        };
    }

    private static byte[] order(Transfer transfer, @Nullable Long held) {
        var order =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("from", transfer.from())
                        .put("to", transfer.to())
                        .put("amount", transfer.amount());
        if (held != null) {
            order.put("held", held);
        }
        return order.toString().getBytes(UTF_8);
    }

    /// What to do with a response before its connection is given back.
    @FunctionalInterface
    private interface Reading<T> {
        T read(ClassicHttpResponse response) throws IOException;
    }

    private <T> T execute(
            CloseableHttpClient client, HttpUriRequestBase request, Reading<T> reading)
            throws IOException, InterruptedException {
        var deadline =
                deadlines.schedule(
                        () -> request.cancel(), patience.whole().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return client.execute(request, reading::read);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw interrupted(e);
            }
            if (request.isCancelled()) {
                throw new SocketTimeoutException(
                        "no full answer within " + patience.whole().toMillis() + " ms");
            }
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    private static InterruptedException interrupted(IOException cause) {
        var interrupted = new InterruptedException("interrupted while a request was under way");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static String body(ClassicHttpResponse response, int atMost) throws IOException {
        var entity = response.getEntity();
        if (entity == null) {
            return "";
        }
        var bytes = EntityUtils.toByteArray(entity, atMost);
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    private static Outcome unanswered(IOException e) {
        var words = words(e);
        if (words.contains("Cannot assign requested address")
                || words.contains("Too many open files")) {
            throw new RunFailed(
                    "the client itself has no socket left ("
                            + words
                            + "), so nothing can be said of the service: lower the rate or the"
                            + " share of fresh connections, or raise `ulimit -n`",
                    e);
        }
        return e instanceof ConnectException || e instanceof ConnectTimeoutException
                ? new Outcome.Refused(0, words)
                : new Outcome.Uncertain(words);
    }

    private static String words(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private List<Transfer> transfers(String run) throws IOException, InterruptedException {
        var transfers = new ArrayList<Transfer>();
        // The api leaves out other runs' transfers, so that a ledger full of them is read fast.
        var query =
                "/transfers?limit="
                        + PAGE
                        + "&prefix="
                        + URLEncoder.encode(Keys.prefix(run), UTF_8);
        @Nullable String after = null;
        for (int page = 0; page < MAX_PAGES; page++) {
            var where = after == null ? query : query + "&after=" + URLEncoder.encode(after, UTF_8);
            var answer = get(where);
            for (var entry : field(answer, "transfers", where)) {
                var key = field(entry, "key", where).asText();
                if (Keys.belongs(key, run)) {
                    transfers.add(transfer(key, entry, where));
                }
            }
            var next = answer.path("next").asText(null);
            if (next == null) {
                return transfers;
            }
            if (after != null && next.compareTo(after) <= 0) {
                throw new IOException(
                        "the pages of %s go back: after %s comes %s".formatted(query, after, next));
            }
            after = next;
        }
        throw new IOException("%s has more than %d pages".formatted(query, MAX_PAGES));
    }

    private static Transfer transfer(String key, JsonNode entry, String where) throws IOException {
        long amount = field(entry, "amount", where).asLong();
        if (amount <= 0) {
            throw new IOException("%s: %s moves %d".formatted(where, key, amount));
        }
        return new Transfer(
                key,
                field(entry, "from", where).asText(),
                field(entry, "to", where).asText(),
                amount);
    }

    private static Map<String, Long> balances(JsonNode answer) throws IOException {
        var balances = new HashMap<String, Long>();
        for (var account : field(answer, "accounts", ACCOUNTS)) {
            balances.put(
                    field(account, "id", ACCOUNTS).asText(),
                    field(account, "balance", ACCOUNTS).asLong());
        }
        return balances;
    }

    /// A suite of before says nothing of it.
    private static @Nullable Integer schema(JsonNode answer) {
        var schema = answer.path("schema");
        return schema.isInt() ? schema.intValue() : null;
    }

    private static JsonNode field(JsonNode node, String name, String where) throws IOException {
        var value = node.get(name);
        if (value == null) {
            throw new IOException(
                    "GET %s: expected the field %s, saw %s".formatted(where, name, cut(node)));
        }
        return value;
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        var failure =
                new IOException("GET " + path + ": no attempt succeeded of " + patience.reads());
        for (int attempt = 1; attempt <= patience.reads(); attempt++) {
            if (attempt > 1) {
                Thread.sleep(patience.pause());
            }
            try {
                var page =
                        execute(
                                kept,
                                new HttpGet(base.resolve(path)),
                                response -> new Page(response.getCode(), body(response, MAX_PAGE)));
                if (page.status() == 200) {
                    return JSON.readTree(page.body());
                }
                throw new IOException(
                        "expected 200, saw " + page.status() + " " + cut(page.body()));
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        var last = failure.getSuppressed()[patience.reads() - 1];
        throw new IOException(failure.getMessage() + "; the last: " + last.getMessage(), failure);
    }

    private static String cut(Object text) {
        var words = text.toString();
        return words.length() <= 200 ? words : words.substring(0, 200) + "…";
    }

    private static CloseableHttpClient client(Patience patience, boolean keep) {
        var answer = Timeout.of(patience.answer());
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        // No lock between a thousand threads.
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        // In turn: else one connection carries nearly all of a light load.
                        .setConnPoolPolicy(PoolReusePolicy.FIFO)
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(Timeout.of(patience.connect()))
                                        .setSocketTimeout(answer)
                                        .setValidateAfterInactivity(LOOK_AFTER)
                                        .build())
                        .build();
        var client =
                HttpClientBuilder.create()
                        .setConnectionManager(connections)
                        .setDefaultRequestConfig(
                                RequestConfig.custom()
                                        .setResponseTimeout(answer)
                                        .setProtocolUpgradeEnabled(false)
                                        .build())
                        .setUserAgent("slipway")
                        .disableAutomaticRetries()
                        .disableRedirectHandling()
                        .disableContentCompression()
                        .disableCookieManagement()
                        .disableAuthCaching();
        if (!keep) {
            client.setConnectionReuseStrategy((_, _, _) -> false);
        }
        return client.build();
    }
}

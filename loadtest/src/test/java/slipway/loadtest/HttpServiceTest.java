package slipway.loadtest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Connection;
import slipway.core.InvalidSpec;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Reply;
import slipway.core.RunFailed;
import slipway.core.Transfer;

class HttpServiceTest {
    /// No machine is so busy that a sound answer takes longer.
    private static final Patience LONG =
            new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), 3, Duration.ofMillis(100));

    /// For servers that never answer well.
    private static final Patience SHORT =
            new Patience(Duration.ofMillis(500), Duration.ofMillis(500), 3, Duration.ofMillis(100));

    private static final Operation WRITE = write("r-1");
    private static final Operation READ = new Operation.ReadAccount("a-000");

    private static final String REDIRECTION =
            String.join(
                    "\r\n",
                    "HTTP/1.1 307 Elsewhere",
                    "Location: http://example.test/",
                    "Content-Length: 0",
                    "",
                    "");

    private LocalSuite suite;
    private HttpService service;

    @BeforeEach
    void open() throws IOException {
        suite = new LocalSuite();
        service = new HttpService(suite.base(), LocalSuite.TOKEN, LONG);
    }

    @AfterEach
    void close() {
        service.close();
        suite.close();
    }

    /// What a server does with a connection once the request's first bytes are there.
    @FunctionalInterface
    private interface Manners {
        void serve(Socket socket) throws IOException, InterruptedException;
    }

    private static Operation write(String key) {
        return new Operation.Write(new Transfer(key, "a-000", "a-001", 5));
    }

    private static Reply callServerThat(Manners manners) throws Exception {
        return call(SHORT, manners);
    }

    private static Reply call(Patience patience, Manners manners) throws Exception {
        try (var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try (var socket = listener.accept()) {
                                    socket.getInputStream().read(new byte[4_096]);
                                    manners.serve(socket);
                                } catch (IOException | InterruptedException _) {
                                    // The client has gone, or the test is over.
                                }
                            });
            try (var service = new HttpService(at(listener.getLocalPort()), "", patience)) {
                return service.call(WRITE, Connection.KEPT);
            }
        }
    }

    private static URI at(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        socket.getOutputStream().flush();
    }

    @Test
    @DisplayName("a transfer and a read are acknowledged, by a version and a pod")
    void acknowledged() throws Exception {
        assertThat(service.call(WRITE, Connection.FRESH))
                .isEqualTo(new Reply(new Outcome.Acknowledged(201), "v1-test", "local"));
        assertThat(service.call(READ, Connection.KEPT))
                .isEqualTo(new Reply(new Outcome.Acknowledged(200, 999_995L), "v1-test", "local"));
        assertThat(service.read("r").transfers())
                .containsExactly(new Transfer("r-1", "a-000", "a-001", 5));
    }

    @Test
    @DisplayName("all accounts are read at once and added up, as many as a load may have")
    void total() throws Exception {
        service.call(WRITE, Connection.KEPT);
        assertThat(service.call(new Operation.ReadTotal(), Connection.KEPT).outcome())
                .isEqualTo(new Outcome.Acknowledged(200, 100_000_000L));
        long balance = Long.MAX_VALUE / OpenLoad.MAX_ACCOUNTS;
        suite.open(OpenLoad.MAX_ACCOUNTS, balance);
        assertThat(service.call(new Operation.ReadTotal(), Connection.KEPT).outcome())
                .isEqualTo(new Outcome.Acknowledged(200, balance * OpenLoad.MAX_ACCOUNTS));
    }

    @Test
    @DisplayName("a kept connection is used again, a fresh one is not")
    void connections() throws Exception {
        for (int i = 0; i < 5; i++) {
            service.call(READ, Connection.KEPT);
        }
        assertThat(suite.connectionsSeen()).isEqualTo(1);
        for (int i = 0; i < 5; i++) {
            service.call(READ, Connection.FRESH);
        }
        assertThat(suite.connectionsSeen()).isEqualTo(6);
    }

    @Test
    @DisplayName("on a slow line the request begins at once and ends late, on its own connection")
    void slowLine() throws Exception {
        var began = System.nanoTime();
        var firstByte = new AtomicLong();
        suite.faults =
                exchange -> {
                    firstByte.set(System.nanoTime());
                    return LocalSuite.Fault.NONE;
                };
        var reply = service.call(WRITE, Connection.SLOW);
        var took = System.nanoTime() - began;
        assertThat(reply.outcome()).isEqualTo(new Outcome.Acknowledged(201));
        var sending = Connection.SLOW.sending().toNanos();
        assertThat(took).isGreaterThanOrEqualTo(sending);
        assertThat(firstByte.get() - began).as("headers are there at once").isLessThan(sending);
        service.call(WRITE, Connection.SLOW);
        assertThat(suite.connectionsSeen()).isEqualTo(2);
    }

    @Test
    @DisplayName("a 4xx is refused, with its reason")
    void refused() throws Exception {
        var unknown = new Operation.Write(new Transfer("r-2", "nobody", "a-001", 5));
        assertThat(service.call(unknown, Connection.KEPT).outcome())
                .isEqualTo(new Outcome.Refused(404, "{\"error\":\"no account nobody\"}"));
        try (var stranger = new HttpService(suite.base(), "wrong", LONG)) {
            assertThat(stranger.call(WRITE, Connection.KEPT).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class, r -> assertThat(r.status()).isEqualTo(401));
        }
    }

    @Test
    @DisplayName("where nobody listens nothing was sent: refused")
    void nobodyListens() throws Exception {
        int port;
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listener.getLocalPort();
        }
        try (var lonely = new HttpService(at(port), "", SHORT)) {
            for (var connection : Connection.values()) {
                assertThat(lonely.call(WRITE, connection).outcome())
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                r -> {
                                    assertThat(r.status()).isZero();
                                    assertThat(r.reason()).contains("refused");
                                });
            }
        }
    }

    @Test
    @DisplayName("where nobody accepts in time nothing was sent either")
    void nobodyAccepts() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var queued = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var queuedToo = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var waiting = new HttpService(at(listener.getLocalPort()), "", SHORT)) {
            assertThat(queued.isConnected() && queuedToo.isConnected()).isTrue();
            assertThat(waiting.call(WRITE, Connection.FRESH).outcome())
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            r -> assertThat(r.reason()).contains("ConnectTimeout"));
        }
    }

    @Test
    @DisplayName("a server that never answers leaves it open")
    void silent() throws Exception {
        assertThat(callServerThat(_ -> Thread.sleep(5_000)).outcome())
                .isInstanceOf(Outcome.Uncertain.class);
    }

    @Test
    @DisplayName("a server that dribbles its answer is given up once the whole time is over")
    void dribbling() throws Exception {
        long begin = System.nanoTime();
        var reply =
                callServerThat(
                        socket -> {
                            send(socket, "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n");
                            for (int i = 0; i < 200; i++) {
                                Thread.sleep(100);
                                send(socket, " ");
                            }
                        });
        assertThat(reply.outcome()).isInstanceOf(Outcome.Uncertain.class);
        // 1 s by itself, and less than the 20 s of the server on any machine.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    @DisplayName("a connection reset after the request leaves it open")
    void reset() throws Exception {
        assertThat(
                        callServerThat(
                                        socket -> {
                                            socket.setSoLinger(true, 0);
                                            socket.close();
                                        })
                                .outcome())
                .isInstanceOf(Outcome.Uncertain.class);
    }

    @Test
    @DisplayName("a connection closed without an answer leaves it open")
    void closed() throws Exception {
        assertThat(callServerThat(_ -> {}).outcome()).isInstanceOf(Outcome.Uncertain.class);
    }

    @Test
    @DisplayName("half an acknowledgement is none")
    void half() throws Exception {
        var reply =
                callServerThat(
                        socket ->
                                send(
                                        socket,
                                        "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n"
                                                + "{\"key\":\"r-1\""));
        assertThat(reply.outcome()).isInstanceOf(Outcome.Uncertain.class);
    }

    @Test
    @DisplayName("an answer that is no HTTP leaves it open")
    void gibberish() throws Exception {
        assertThat(callServerThat(socket -> send(socket, "hello\r\n\r\n")).outcome())
                .isInstanceOf(Outcome.Uncertain.class);
    }

    @Test
    @DisplayName("a gateway's 503 leaves a transfer open, and refuses a read")
    void unavailable() throws Exception {
        suite.faults = _ -> LocalSuite.Fault.UNAVAILABLE;
        assertThat(service.call(WRITE, Connection.KEPT).outcome())
                .isInstanceOf(Outcome.Uncertain.class);
        assertThat(service.call(READ, Connection.KEPT).outcome())
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    @DisplayName("nothing is tried twice: one call, one request")
    void noRetry() throws Exception {
        var seen = new AtomicInteger();
        suite.faults =
                _ -> {
                    seen.incrementAndGet();
                    return LocalSuite.Fault.UNAVAILABLE;
                };
        service.call(READ, Connection.KEPT);
        assertThat(seen).hasValue(1);
        suite.faults =
                _ -> {
                    seen.incrementAndGet();
                    return LocalSuite.Fault.FORGOTTEN;
                };
        service.call(WRITE, Connection.KEPT);
        assertThat(seen).hasValue(2);
    }

    @Test
    @DisplayName("a redirection is an answer, and is not followed")
    void redirection() throws Exception {
        var reply = call(LONG, socket -> send(socket, REDIRECTION));
        assertThat(reply.outcome()).isEqualTo(new Outcome.Uncertain("307 "));
    }

    @Test
    @DisplayName("an interrupt ends a call at once")
    void interrupt() throws Exception {
        suite.faults =
                _ -> {
                    Thread.sleep(60_000);
                    return LocalSuite.Fault.NONE;
                };
        var clock = new RealClock();
        var patient = new HttpService(suite.base(), LocalSuite.TOKEN);
        var call = clock.start("call", () -> patient.call(READ, Connection.KEPT));
        clock.sleep(Duration.ofMillis(200));
        call.cancel();
        assertThatThrownBy(call::join)
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("InterruptedException");
        assertThat(clock.now()).isLessThan(Duration.ofSeconds(9).toNanos());
        patient.close();
    }

    @Test
    @DisplayName("the books are all pages of this run's transfers, and every balance")
    void pages() throws Exception {
        suite.pageLimit = 7;
        for (int i = 1; i <= 50; i++) {
            suite.book("r-" + i);
            suite.book("other-" + i);
            suite.book("r-other-" + i);
        }
        var books = service.read("r");
        assertThat(books.transfers())
                .hasSize(50)
                .last()
                .extracting(Transfer::key)
                .isEqualTo("r-50");
        assertThat(books.total()).isEqualTo(100_000_000);
        assertThat(books.balances()).hasSize(100).containsEntry("a-001", 1_000_150L);
    }

    @Test
    @DisplayName("the books say what the schema is at, where the suite does")
    void schema() throws Exception {
        assertThat(service.read("r").schema()).isEqualTo(2);
        suite.schema = null;
        assertThat(service.read("r").schema()).isNull();
    }

    @Test
    @DisplayName("an api that leaves no transfer out makes the read longer, not wrong")
    void unfiltered() throws Exception {
        suite.filters = false;
        suite.book("other-1");
        suite.book("r-1");
        assertThat(service.read("r").transfers()).hasSize(1);
    }

    @Test
    @DisplayName("a read is tried again, within its bound")
    void readAgain() throws Exception {
        var tries = new AtomicInteger();
        suite.faults =
                _ ->
                        tries.incrementAndGet() < LONG.reads()
                                ? LocalSuite.Fault.UNAVAILABLE
                                : LocalSuite.Fault.NONE;
        assertThat(service.read("r").balances()).hasSize(100);
        suite.faults = _ -> LocalSuite.Fault.UNAVAILABLE;
        assertThatThrownBy(() -> service.read("r"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/accounts")
                .hasMessageContaining("503");
    }

    @Test
    @DisplayName(
            "books that somebody writes to while they are read are read again, within the bound")
    void restless() throws Exception {
        var reads = new AtomicInteger();
        suite.faults =
                exchange -> {
                    if (exchange.getRequestURI().getPath().equals("/transfers")
                            && reads.incrementAndGet() < LONG.reads()) {
                        suite.book("other-" + reads);
                    }
                    return LocalSuite.Fault.NONE;
                };
        assertThat(service.read("r").balances()).hasSize(100);
        reads.set(-LONG.reads());
        assertThatThrownBy(() -> service.read("r"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed");
    }

    @Test
    @DisplayName("another host is no target")
    void elsewhere() {
        assertThatThrownBy(() -> new HttpService(URI.create("http://example.test"), ""))
                .isInstanceOf(InvalidSpec.class);
    }
}

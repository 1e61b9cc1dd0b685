package slipway.loadtest.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.InvalidSpec;
import slipway.core.Verdict;
import slipway.loadtest.generator.RateProfile.Shape;
import slipway.loadtest.generator.RateProfile.Spacing;
import slipway.loadtest.generator.ScriptedServer.Deed;

@Timeout(60)
class GeneratorTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /// Longer than a busy machine stands still.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final RequestTemplate GET = RequestTemplate.get("/");

    private static LoadSpec.Model open(int rate, Duration time) {
        return new LoadSpec.Model.Open(Shape.CONSTANT.of(rate, time), Spacing.EVEN);
    }

    private static LoadSpec load(ScriptedServer server, LoadSpec.Model model) {
        return load(server, model, Mix.of(GET), false, 1_000);
    }

    private static LoadSpec load(
            ScriptedServer server, LoadSpec.Model model, Mix mix, boolean http2, int connections) {
        return new LoadSpec(
                new Target(server.base(), http2, null),
                mix,
                model,
                PATIENCE,
                connections,
                "test",
                42);
    }

    /// The same for clients who wait for so long.
    private static LoadSpec waiting(Duration time, LoadSpec load) {
        return new LoadSpec(
                load.target(),
                load.mix(),
                load.model(),
                time,
                load.connections(),
                load.run(),
                load.seed());
    }

    private static Measurement run(LoadSpec load) throws InterruptedException {
        return Generator.run(load, _ -> {});
    }

    /// Sent is the sum of what became of it, in all that is told.
    private static void adds(Tally tally) {
        assertThat(tally.sent()).isEqualTo(tally.answered() + tally.failed() + tally.timedOut());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("all of the plan is sent and answered, second by second, over HTTP/1.1 and HTTP/2")
    void well(boolean http2) throws InterruptedException {
        var intervals = new ArrayList<Interval>();
        try (var server = new ScriptedServer((_, _) -> Deed.well(), http2, null)) {
            var load = load(server, open(200, SECOND.multipliedBy(2)), Mix.of(GET), http2, 1_000);
            var measured = Generator.run(load, intervals::add);

            assertThat(measured.tally().sent()).isEqualTo(400);
            assertThat(measured.tally().answered()).isEqualTo(400);
            assertThat(measured.failures()).isEmpty();
            assertThat(measured.latency().getTotalCount()).isEqualTo(400);
            assertThat(server.seen()).hasSize(400);
            assertThat(intervals.stream().mapToLong(i -> i.tally().sent()).sum()).isEqualTo(400);
            assertThat(intervals.stream().mapToLong(i -> i.latency().getTotalCount()).sum())
                    .isEqualTo(400);
            assertThat(intervals.getFirst().tally().sent()).isBetween(50L, 250L);
        }
    }

    @Test
    @DisplayName("connections are kept, and HTTP/2 opens another one only where streams run out")
    void kept() throws InterruptedException {
        var slow = new Deed.Answer(200, Duration.ofMillis(200));
        try (var server = new ScriptedServer((_, _) -> slow)) {
            run(load(server, open(100, SECOND)));
            // 20 under way at a time, and the one that looked whether anybody is there.
            assertThat(server.connections()).isBetween(20, 80);
        }
        try (var server = new ScriptedServer((_, _) -> slow, true, null)) {
            // 100 under way at a time, of which the server takes 50 on each connection.
            var measured = run(load(server, open(500, SECOND), Mix.of(GET), true, 1_000));
            assertThat(measured.tally().answered()).isEqualTo(500);
            assertThat(server.connections()).isBetween(3, 9);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("every way to fail is counted once, by its reason")
    void failures(boolean http2) throws InterruptedException {
        ScriptedServer.Script script =
                (_, asked) ->
                        switch (Integer.parseInt(asked.path().substring(1)) % 5) {
                            case 0 -> Deed.well();
                            case 1 -> new Deed.Answer(503, Duration.ZERO);
                            case 2 -> new Deed.Answer(404, Duration.ZERO);
                            case 3 -> new Deed.Silence();
                            default -> new Deed.Answer(302, SECOND.multipliedBy(3));
                        };
        try (var server = new ScriptedServer(script, http2, null)) {
            var numbered = Mix.of(RequestTemplate.get("/{n}"));
            var load = load(server, open(100, SECOND), numbered, http2, 1_000);
            var tally = run(waiting(SECOND.multipliedBy(2), load));

            assertThat(tally.failures())
                    .isEqualTo(Map.of("503", 20L, "404", 20L, "no answer in time", 40L));
            assertThat(tally.tally().answered()).isEqualTo(20);
            assertThat(tally.tally().failed()).isEqualTo(40);
            assertThat(tally.tally().timedOut()).isEqualTo(40);
            adds(tally.tally());
            // Who waits in vain is no fast answer.
            assertThat(tally.latency().getTotalCount()).isEqualTo(60);
            assertThat(tally.latency().getValueAtPercentile(50)).isGreaterThanOrEqualTo(1_990_000);
        }
    }

    @Test
    @DisplayName("a connection that ends before or within an answer is a failure, and replaced")
    void hangUps() throws InterruptedException {
        ScriptedServer.Script script =
                (_, asked) ->
                        switch (Integer.parseInt(asked.path().substring(1)) % 3) {
                            case 0 -> Deed.well();
                            case 1 -> new Deed.HangUp();
                            default -> new Deed.Half();
                        };
        try (var server = new ScriptedServer(script)) {
            var numbered = Mix.of(RequestTemplate.get("/{n}"));
            var measured = run(load(server, open(90, SECOND), numbered, false, 1_000));

            assertThat(measured.tally().answered()).isEqualTo(30);
            assertThat(measured.tally().failed()).isEqualTo(60);
            assertThat(measured.failures())
                    .containsEntry("the connection was closed before an answer", 30L)
                    .containsEntry("the connection was closed within an answer", 30L);
        }
    }

    @Test
    @DisplayName("a stall of the service is in the latency of all who were due in it")
    void stall() throws InterruptedException {
        var stalled = truth(open(400, SECOND.multipliedBy(6)));

        assertThat(stalled.tally().answered()).isEqualTo(2_400);
        // There is one stall of 400 ms in 6 s: one in a hundred requests comes in its first 60 ms,
        // one in a thousand in its first 6. A busy machine adds to it; VegetaIT holds it to 1 %.
        assertThat(millis(stalled.latency(), 50)).isBetween(20.0, 40.0);
        assertThat(millis(stalled.latency(), 99)).isBetween(20.0 + 330, 20.0 + 430);
        assertThat(millis(stalled.latency(), 99.9)).isBetween(20.0 + 384, 20.0 + 484);
    }

    @Test
    @DisplayName("users who wait for their answers hardly notice the same stall")
    void closed() throws InterruptedException {
        var overlooked = truth(new LoadSpec.Model.Closed(2, SECOND.multipliedBy(6)));

        assertThat(millis(overlooked.latency(), 50)).isBetween(20.0, 40.0);
        assertThat(millis(overlooked.latency(), 98)).isLessThan(100);
    }

    /// 20 ms an answer, and a stall of 400 ms every 4 s.
    private static Measurement truth(LoadSpec.Model model) throws InterruptedException {
        try (var server = new ScriptedServer((since, _) -> stalling(since))) {
            return run(load(server, model));
        }
    }

    private static Deed stalling(Duration since) {
        long into = since.toMillis() % 4_000;
        long stall = Math.max(0, into < 3_600 ? 0 : 4_000 - into);
        return new Deed.Answer(200, Duration.ofMillis(20 + stall));
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    @Test
    @DisplayName(
            "a server that speaks out of turn, or says more than it was asked, answers nobody else")
    void unasked() throws InterruptedException {
        try (var server = new ScriptedServer((_, _) -> new Deed.Twice())) {
            var measured = run(load(server, open(100, SECOND)));

            assertThat(measured.tally().answered()).isEqualTo(100);
            assertThat(server.seen()).hasSize(100);
            // Each on a connection of its own, as none can be trusted any more.
            assertThat(server.connections()).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    @DisplayName("once a server that hangs is well again, what was held back is sent")
    void wellAgain() throws InterruptedException {
        var asked = new AtomicInteger();
        ScriptedServer.Script script =
                (_, _) -> asked.incrementAndGet() <= 2 ? new Deed.Silence() : Deed.well();
        try (var server = new ScriptedServer(script)) {
            // All of it is due while both connections wait in vain.
            var load = load(server, open(50, SECOND), Mix.of(GET), false, 2);
            var measured = run(waiting(SECOND.multipliedBy(2), load));

            assertThat(measured.unsent()).isZero();
            assertThat(measured.tally().timedOut()).isEqualTo(2);
            assertThat(measured.tally().answered()).isEqualTo(48);
            assertThat(measured.tally().late()).isGreaterThanOrEqualTo(48);
        }
    }

    @Test
    @DisplayName("a closed load of more users than connections makes no sense")
    void tooManyUsers() throws InterruptedException {
        try (var server = new ScriptedServer((_, _) -> Deed.well())) {
            assertThatThrownBy(
                            () ->
                                    load(
                                            server,
                                            new LoadSpec.Model.Closed(3, SECOND),
                                            Mix.of(GET),
                                            false,
                                            2))
                    .isInstanceOf(InvalidSpec.class)
                    .hasMessageContaining("3 users take as many connections, and 2 are allowed");
        }
    }

    @Test
    @DisplayName(
            "without a free connection what is due is late, never dropped, and nothing is decided")
    void held() throws InterruptedException {
        var slow = new Deed.Answer(200, Duration.ofMillis(100));
        try (var server = new ScriptedServer((_, _) -> slow)) {
            // Two connections answer 20 a second.
            var measured = run(load(server, open(30, SECOND), Mix.of(GET), false, 2));

            assertThat(measured.tally().sent()).isEqualTo(30);
            assertThat(measured.tally().answered()).isEqualTo(30);
            assertThat(measured.tally().late()).isGreaterThan(20);
            assertThat(measured.latency().getMaxValue()).isGreaterThan(400_000);
            assertThat(measured.waiting().getValueAtPercentile(50)).isLessThan(300_000);
            assertThat(Trust.judge(measured, List.of(Objective.parse("p99<1s"))))
                    .allSatisfy(
                            verdict -> assertThat(verdict).isInstanceOf(Verdict.Undecided.class));
        }
    }

    @Test
    @DisplayName("what could not be sent until the load's end is told, not forgotten")
    void unsent() throws InterruptedException {
        try (var server = new ScriptedServer((_, _) -> new Deed.Silence())) {
            var load = load(server, open(100, SECOND), Mix.of(GET), false, 2);
            var measured = run(waiting(SECOND, load));

            assertThat(measured.tally().answered()).isZero();
            assertThat(measured.tally().sent() + measured.unsent()).isEqualTo(100);
            adds(measured.tally());
            assertThat(Trust.judge(measured, List.of()).getFirst())
                    .isInstanceOfSatisfying(
                            Verdict.Undecided.class,
                            verdict -> assertThat(verdict.why()).contains("never sent"));
        }
    }

    @Test
    @DisplayName("an answer is that of its own request, also where another one goes out at once")
    void own() throws InterruptedException {
        ScriptedServer.Script script =
                (_, asked) ->
                        new Deed.Answer(
                                Integer.parseInt(asked.path().substring(1)) % 2 == 0 ? 200 : 500,
                                Duration.ofMillis(5));
        try (var server = new ScriptedServer(script)) {
            var numbered = Mix.of(RequestTemplate.get("/{n}"));
            // Many wait for a connection all the time, and go out as soon as one is free.
            var tally = run(load(server, open(500, SECOND), numbered, false, 3)).tally();

            adds(tally);
            assertThat(tally.answered()).isGreaterThan(100);
            assertThat(tally.answered()).isBetween(tally.failed(), tally.failed() + 1);
        }
    }

    @Test
    @DisplayName("a session goes on with its next request at once, and ends where one fails")
    void sessions() throws InterruptedException {
        ScriptedServer.Script script =
                (_, asked) ->
                        asked.path().equals("/bad")
                                ? new Deed.Answer(500, Duration.ZERO)
                                : Deed.well();
        var mix =
                new Mix(
                        List.of(
                                new Mix.Session(
                                        3,
                                        List.of(
                                                RequestTemplate.get("/one"),
                                                RequestTemplate.get("/two"))),
                                new Mix.Session(
                                        1,
                                        List.of(
                                                RequestTemplate.get("/bad"),
                                                RequestTemplate.get("/never")))));
        try (var server = new ScriptedServer(script)) {
            var measured = run(load(server, open(200, SECOND), mix, false, 1_000));
            var paths = server.seen().stream().map(ScriptedServer.Asked::path).toList();
            long bad = paths.stream().filter("/bad"::equals).count();

            assertThat(bad).isBetween(30L, 70L);
            assertThat(paths).doesNotContain("/never");
            assertThat(paths.stream().filter("/two"::equals)).hasSize((int) (200 - bad));
            assertThat(measured.tally().sent()).isEqualTo(400 - bad);
            adds(measured.tally());
        }
    }

    @Test
    @DisplayName("each request has a number of its own, in path, headers and body")
    void numbers() throws InterruptedException {
        var post =
                new RequestTemplate(
                        "POST", "/{n}", Map.of("Idempotency-Key", "{run}-{n}"), "{\"n\": {n}}");
        try (var server = new ScriptedServer((_, _) -> Deed.well())) {
            run(load(server, open(10, SECOND), Mix.of(post), false, 1_000));

            assertThat(server.seen())
                    .contains(new ScriptedServer.Asked("POST", "/7", "{\"n\": 7}", "test-7"))
                    .doesNotHaveDuplicates()
                    .hasSize(10);
        }
    }

    @Test
    @DisplayName("cut off, it sends no more and tells what it has")
    void cutOff() throws InterruptedException {
        try (var server = new ScriptedServer((_, _) -> Deed.well())) {
            var load = load(server, open(100, Duration.ofSeconds(40)));
            var measured = Generator.run(load, _ -> Thread.currentThread().interrupt());

            assertThat(Thread.interrupted()).isTrue();
            assertThat(measured.tally().answered()).isBetween(50L, 1_000L);
            assertThat(measured.tally().sent() + measured.unsent()).isEqualTo(4_000);
            adds(measured.tally());
        }
    }

    @Test
    @DisplayName("where nobody listens nothing is sent")
    void nobody() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var target = new Target(URI.create("http://127.0.0.1:" + port), false, null);
        var load = new LoadSpec(target, Mix.of(GET), open(1, SECOND), SECOND, 1, "test", 1);

        assertThatThrownBy(() -> run(load))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("nobody is there: connection refused at 127.0.0.1:" + port);
    }
}

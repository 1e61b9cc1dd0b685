package slipway.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadCommandTest {
    @TempDir private Path runs = Path.of("");

    private final HttpServer server;

    private record Answer(int code, String out, String err) {}

    LoadCommandTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    boolean well = !exchange.getRequestURI().getPath().equals("/bad");
                    var body = "done".getBytes(UTF_8);
                    exchange.sendResponseHeaders(well ? 200 : 500, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
    }

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private Answer load(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(List.of("load", "--runs", runs.toString()));
        all.addAll(List.of(words));
        int code =
                Slipway.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(all.toArray(String[]::new));
        return new Answer(code, out.toString(), err.toString());
    }

    /// Once more where the client was late: this machine has other things to do.
    private Answer decided(String... words) {
        var load = load(words);
        for (int trial = 1; trial < 5 && load.code() == 2; trial++) {
            load = load(words);
        }
        return load;
    }

    private List<Path> folders() throws IOException {
        var loads = runs.resolve("load");
        if (!Files.exists(loads)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(loads)) {
            return all.sorted().toList();
        }
    }

    @Test
    @DisplayName("a load is told, and kept as JSON, as an interval log and as a page")
    void whole() throws IOException {
        var load = decided(url("/"), "--rate", "50", "--for", "2s", "--objective", "failed<1%");

        assertThat(load.code()).as(load.err() + load.out()).isZero();
        assertThat(load.out())
                .contains("sent       100 = answered 100 + failed 0 + timed out 0")
                .contains("holds      less than 1 % of the requests fail");
        var folder = folders().getLast();
        var json = Json.parse(Files.readAllBytes(folder.resolve("load.json")));
        assertThat(json.get("sent").asLong()).isEqualTo(100);
        assertThat(json.get("latencyMillis").get("p999").asDouble()).isPositive();
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("100 answered of 100", "\"answered\":[");
        long logged = 0;
        try (var log = new HistogramLogReader(folder.resolve("intervals.hlog").toFile())) {
            while (log.hasNext()) {
                logged += ((Histogram) log.nextIntervalHistogram()).getTotalCount();
            }
        }
        assertThat(logged).isEqualTo(100);
    }

    @Test
    @DisplayName("where nothing is answered nothing is decided")
    void unanswered() {
        var load = load(url("/bad"), "--rate", "50", "--for", "1s", "--objective", "failed<10%");

        assertThat(load.code()).isEqualTo(2);
        assertThat(load.out()).contains("nothing was answered: {500=50}");
    }

    @Test
    @DisplayName("a mix is asked for, with the headers of the command line")
    void mix() throws IOException {
        var mix = runs.resolve("mix.yaml");
        Files.writeString(
                mix,
                """
                sessions:
                  - requests: [{get: /good}, {post: /bad}]
                """);
        var load =
                decided(
                        url(""),
                        "--rate",
                        "100",
                        "--for",
                        "2s",
                        "--mix",
                        mix.toString(),
                        "-H",
                        "Accept: text/plain",
                        "--objective",
                        "failed<50%");

        assertThat(load.out()).contains("sent       400 = answered 200 + failed 200 + timed out 0");
        assertThat(load.code()).isEqualTo(1);
        assertThat(load.out())
                .contains("violated   less than 50 % of the requests fail: 50 % failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | --for 1s | how many requests a second? Such as --rate 100",
                "/ | --rate 0 | a rate is above 0 and at most 50000 a second, not 0.0",
                "/ | --rate -1 | a rate is above 0",
                "/ | --rate 1e9 | a rate is above 0",
                "/ | --rate 1 --for 0s | a load lasts 100 ms to 24 hours",
                "/ | --closed 0 | a closed load has 1 to 60000 users, not 0",
                "/ | --closed 1 --rate 1 | for an open load",
                "/ | --rate 1 --timeout 0s | a client waits for 1 ms to 10 minutes",
                "/ | --rate 1 --connections 0 | a load has 1 to 60000 connections, not 0",
                "/ | --rate 1 -H nonsense | a header is like 'Accept: text/plain', not nonsense",
                "/ | --rate 1 --objective p98<1ms | an objective is like p99<200ms",
                "/ | --rate 1 --ca nowhere.pem | nowhere.pem cannot be read",
                "/ | --rate 1 --mix nowhere.yaml | but nowhere.yaml is none",
                "/a | --rate 1 --mix pom.xml | give the URL without a path"
            })
    @DisplayName("what makes no sense exits 254 with the reason, and leaves nothing")
    void refused(String path, String options, String why) throws IOException {
        var words = new ArrayList<>(List.of(url(path)));
        words.addAll(List.of(options.split(" ")));
        var load = load(words.toArray(String[]::new));

        assertThat(load.err()).contains(why);
        assertThat(load.code()).isEqualTo(254);
        assertThat(folders()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://127.0.0.1/, load is sent to an address such as",
        "127.0.0.1:80, is no URL",
        "http://127.0.0.1:1/, nobody is there: connection refused at 127.0.0.1:1",
        "https://127.0.0.1:1/, nobody is there",
        "http://nobody.invalid/, nobody knows the host nobody.invalid",
        "http://192.0.2.1/, is not on this machine",
    })
    @DisplayName("a target that is none, or not one's own, exits 254, and leaves nothing")
    void targets(String target, String why) throws IOException {
        var load = load(target, "--rate", "1");

        assertThat(load.err()).contains(why);
        assertThat(load.code()).isEqualTo(254);
        assertThat(folders()).isEmpty();
    }
}

package slipway.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// The load generator beside vegeta (`bench/peers/vegeta`), each in a process of its own, against
/// one server on this machine.
@EnabledIfSystemProperty(
        named = "slipway.peers",
        matches = "true",
        disabledReason = "it builds another project; ./mvnw verify -Ppeers runs it")
class VegetaIT {
    static {
        // Else the JDK's server lets a kept connection wait 40 ms for each answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Else it closes kept ones after a stall, some of them as they are used.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private static final Path PEER = Slipway.checkout().resolve("bench/peers/vegeta/build.sh");

    /// Fetching and compiling it cold, on two cores.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int RATE = 1_000;
    private static final int SECONDS = 30;

    /// In turn, so that a host that grows busy meets both alike.
    private static final int ROUNDS = 3;

    /// Of the server: what it always takes, how often it stands still, and for how long.
    private static final Duration SERVICE = Duration.ofMillis(50);

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration STALL = Duration.ofSeconds(1);

    private static final Pattern TIMES =
            Pattern.compile("(\\d+)m([0-9.]+)s (\\d+)m([0-9.]+)s\\s*$");

    @TempDir private Path folder = Path.of("");

    private final long origin = System.nanoTime();
    private final HttpServer server;
    private Path vegeta = Path.of("");

    /// What a process took: CPU in seconds, and the most memory in MiB.
    private record Cost(double cpu, double memory) {}

    VegetaIT() throws IOException {
        server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, Duration.ZERO));
        server.createContext("/stalling", exchange -> answer(exchange, SERVICE.plus(stall())));
    }

    @BeforeEach
    void begin() throws Exception {
        vegeta = folder.resolve("vegeta");
        assertThat(run(List.of(PEER.toString(), vegeta.toString())).cpu()).isNotNegative();
        server.start();
        Launcher.builtByMaven();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    /// What is left of the stall that there is now.
    private Duration stall() {
        long into = (System.nanoTime() - origin) % EVERY.toNanos();
        long begins = EVERY.minus(STALL).toNanos();
        return into < begins ? Duration.ZERO : Duration.ofNanos(EVERY.toNanos() - into);
    }

    private static void answer(HttpExchange exchange, Duration after) throws IOException {
        try {
            Thread.sleep(after);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        var body = "done".getBytes(UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    @DisplayName(
            "at 1,000 a second it is on time to the millisecond, or as far as this host lets anybody, in 128 MiB, and takes no more CPU than vegeta")
    void cost() throws Exception {
        var ours = new ArrayList<Cost>();
        var theirs = new ArrayList<Cost>();
        var late = new ArrayList<Double>();
        var woken = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(run(slipway(url("/"), "--rate", "" + RATE, "--for", SECONDS + "s")));
            theirs.add(run(attack(url("/"), "-rate=" + RATE, "-duration=" + SECONDS + "s")));
            var load = newest();
            late.add(load.get("latenessMillis").get("p999").asDouble());
            woken.add(sleeper());
            System.out.printf(
                    "round %d: slipway %.1f µs of CPU a request, %.0f MiB, late by p99.9 %.3f ms (a sleeper %.3f ms); vegeta %.1f µs, %.0f MiB%n",
                    round + 1,
                    micros(ours.getLast()),
                    ours.getLast().memory(),
                    late.getLast(),
                    woken.getLast(),
                    micros(theirs.getLast()),
                    theirs.getLast().memory());
            assertThat(load.get("answered").asLong()).isEqualTo(RATE * SECONDS);
            assertThat(ours.getLast().memory()).isLessThanOrEqualTo(128);
        }
        double ratio = sum(ours) / sum(theirs);
        System.out.printf("CPU a request, slipway to vegeta: %.2f%n", ratio);
        assertThat(ratio).isLessThanOrEqualTo(1);
        assertThat(median(late)).isLessThan(Math.max(1, 2 * median(woken)));
    }

    @Test
    @DisplayName(
            "of a server that stands still for 1 s in 10 it tells the truth, where ten users who wait are wrong more than tenfold")
    void truth() throws Exception {
        int seconds = 120;
        // So few that this server and this machine answer those of a stall at once when it is over;
        // at a rate that meets each stall elsewhere.
        assertThat(run(slipway(url("/stalling"), "--rate", "49", "--for", seconds + "s")).cpu())
                .isPositive();
        var told = newest().get("latencyMillis");
        var results = folder.resolve("results");
        run(
                attack(
                        url("/stalling"),
                        "-rate=0",
                        "-max-workers=10",
                        "-duration=" + seconds + "s",
                        "-output=" + results));
        var closed =
                Json.parse(
                                output(
                                        List.of(
                                                vegeta.toString(),
                                                "report",
                                                "-type=json",
                                                results.toString())))
                        .get("latencies");

        System.out.printf("open %s%nclosed %s%n", told, closed);
        // Nine tenths take SERVICE; the others that, and what is left of the stall when they come.
        near(told.get("p50").asDouble(), 50);
        near(told.get("p99").asDouble(), 50 + 900);
        near(told.get("p999").asDouble(), 50 + 990);
        near(told.get("max").asDouble(), 50 + 1_000);
        assertThat((50 + 900) / (closed.get("99th").asDouble() / 1e6)).isGreaterThan(10);
    }

    /// How late a thread that only sleeps from millisecond to millisecond is woken here: p99.9, in
    /// milliseconds.
    private static double sleeper() {
        var late = new Histogram(3);
        long at = System.nanoTime();
        for (int i = 0; i < 10 * RATE; i++) {
            at += 1_000_000_000L / RATE;
            for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            late.recordValue((System.nanoTime() - at) / 1_000);
        }
        return late.getValueAtPercentile(99.9) / 1e3;
    }

    /// Issue 6 asks for 1 %; a host of which a core takes twice its time answers a stall's burst in
    /// 20 ms, and wakes this server's threads a millisecond late.
    private static void near(double seen, double right) {
        assertThat(seen).isBetween(0.97 * right, 1.03 * right);
    }

    private static double micros(Cost cost) {
        return cost.cpu() * 1e6 / (RATE * SECONDS);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double sum(List<Cost> costs) {
        return costs.stream().mapToDouble(Cost::cpu).sum();
    }

    private List<String> slipway(String... words) {
        var command =
                new ArrayList<>(
                        List.of(
                                Slipway.checkout().resolve("slipway").toString(),
                                "load",
                                "--runs",
                                folder.toString()));
        command.addAll(List.of(words));
        return command;
    }

    private List<String> attack(String url, String... options) throws IOException {
        var targets = Files.writeString(folder.resolve("targets"), "GET " + url + "\n");
        var command = new ArrayList<>(List.of(vegeta.toString(), "attack", "-targets=" + targets));
        command.addAll(List.of(options));
        if (command.stream().noneMatch(word -> word.startsWith("-output"))) {
            command.add("-output=/dev/null");
        }
        return command;
    }

    private JsonNode newest() throws IOException {
        try (var loads = Files.list(folder.resolve("load"))) {
            return Json.parse(
                    Files.readAllBytes(
                            loads.max(Path::compareTo).orElseThrow().resolve("load.json")));
        }
    }

    private byte[] output(List<String> command) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var said = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return said;
    }

    /// Runs a command to its end, and has the shell tell what it took.
    private Cost run(List<String> command) throws IOException, InterruptedException {
        var said = Files.createTempFile(folder, "said", "");
        var whole =
                new ArrayList<>(
                        List.of("bash", "-c", "\"$@\" >&2; code=$?; times; exit $code", "bash"));
        whole.addAll(command);
        var process =
                new ProcessBuilder(whole)
                        .redirectOutput(said.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        double memory = 0;
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
            assertThat(System.nanoTime()).as("%s is not done", command).isLessThan(until);
            memory =
                    Math.max(
                            memory,
                            process.children().mapToDouble(VegetaIT::memory).max().orElse(0));
        }
        assertThat(process.exitValue()).as("%s", command).isIn(0, 2);
        var times = TIMES.matcher(Files.readString(said));
        assertThat(times.find()).isTrue();
        double cpu =
                60 * Double.parseDouble(times.group(1))
                        + Double.parseDouble(times.group(2))
                        + 60 * Double.parseDouble(times.group(3))
                        + Double.parseDouble(times.group(4));
        return new Cost(cpu, memory);
    }

    /// The most that a process has had, in MiB (proc(5), VmHWM); 0 where it has just ended.
    private static double memory(ProcessHandle process) {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1_024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException _) {
            return 0;
        }
    }
}

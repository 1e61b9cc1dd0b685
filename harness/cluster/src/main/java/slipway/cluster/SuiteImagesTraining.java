package slipway.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/// Starts a service's image for real, sends it what clients send, and keeps what Java learnt.
///
/// The cache that Java writes at its end (JDK 25's AOT cache) holds the classes as they were loaded
/// and linked: with it the next start takes a third of the time. It fits exactly one Java, one set
/// of jars and one set of options, so it is made by the very image that will use it. A training
/// that fails fails the build: it is the first start of that image, under a read-only root.
final class SuiteImagesTraining {
    /// The user of the images.
    private static final String USER = "10001";

    /// The start without a cache takes 5 to 15 s on busy cores.
    private static final Duration START = Duration.ofMinutes(2);

    /// Writing the cache takes about 5 s after the end of the service.
    private static final Duration END = Duration.ofMinutes(2);

    /// Every path is walked; more rounds would only train the compiler, which keeps nothing here.
    private static final int ROUNDS = 20;

    private static final String TOKEN = "training";

    private final Engine engine;
    private final Path folder;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    SuiteImagesTraining(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    /// @param postgres the image of the database that ledger needs; empty for the others
    /// @return a folder that holds `app.aot`
    Path train(String service, String image, String postgres) throws InterruptedException {
        var cache = cacheFolder(service);
        if (postgres.isEmpty()) {
            try (var ledger = new SuiteImagesStandIn()) {
                train(service, image, cache, "http://127.0.0.1:" + ledger.port(), 0, "");
            }
            return cache;
        }
        var password = UUID.randomUUID().toString();
        var port = freePort();
        try (var database = database(postgres, port, password)) {
            database.await("ready", String.valueOf(port));
            train(service, image, cache, "http://127.0.0.1:1", port, password);
        }
        return cache;
    }

    private void train(
            String service, String image, Path cache, String other, int database, String password)
            throws InterruptedException {
        var http = freePort();
        var management = freePort();
        var settings =
                Map.of(
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        String.valueOf(http),
                        "QUARKUS_MANAGEMENT_HOST",
                        "127.0.0.1",
                        "QUARKUS_MANAGEMENT_PORT",
                        String.valueOf(management),
                        "QUARKUS_SHUTDOWN_DELAY",
                        "0S",
                        "SLIPWAY_API_TOKEN",
                        TOKEN,
                        "QUARKUS_REST_CLIENT_LEDGER_URL",
                        other,
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "jdbc:postgresql://127.0.0.1:" + database + "/ledger",
                        "QUARKUS_DATASOURCE_PASSWORD",
                        password);
        var run = run("train-" + service).and("--volume", cache + ":/aot");
        for (var setting : settings.entrySet()) {
            run = run.and("--env", setting.getKey() + "=" + setting.getValue());
        }
        run =
                run.and("--entrypoint", "java", image)
                        .and("-XX:AOTCacheOutput=/aot/app.aot", "@java.options")
                        .and("-jar", "quarkus-run.jar");
        try (var container = new Container(name("train-" + service))) {
            container.remove();
            run.run();
            awaitReady(container, management);
            exercise(service, http, management);
            container.stop();
            if (!Files.exists(cache.resolve("app.aot"))) {
                throw new ClusterFailure(
                        "expected %s to leave /aot/app.aot, and saw none; it said:\n%s"
                                .formatted(image, container.logs()));
            }
        }
    }

    private Container database(String postgres, int port, String password)
            throws InterruptedException {
        var secret = cacheFolder("password");
        try {
            Files.writeString(secret.resolve("password"), password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var container = new Container(name("train-postgres"));
        container.remove();
        try {
            run("train-postgres")
                    .and("--volume", secret + ":/run/secrets/postgres:ro")
                    .and("--tmpfs", "/data:mode=1777", "--tmpfs", "/run/postgresql:mode=1777")
                    .and(postgres, "-c", "port=" + port)
                    .run();
        } catch (ClusterFailure | InterruptedException e) {
            container.close(); // made, perhaps, and not started
            throw e;
        }
        return container;
    }

    private Command run(String what) {
        return engine.command("run", "--detach", "--name", name(what))
                .and(
                        "--network",
                        "host",
                        "--read-only",
                        "--cap-drop",
                        "ALL",
                        "--tmpfs",
                        "/tmp:mode=1777")
                .and("--user", USER + ":" + USER);
    }

    /// One name a checkout: what a training that was cut off left behind, the next one removes.
    private String name(String what) {
        return "slipway-" + what + "-" + Key.of(folder.toString()).substring(0, 6);
    }

    private void awaitReady(Container container, int management) throws InterruptedException {
        var deadline = System.nanoTime() + START.toNanos();
        while (status(get(management, "/q/health/ready")) != 200) {
            container.mustBeUnderWay(deadline);
            Thread.sleep(100);
        }
    }

    private void exercise(String service, int http, int management) throws InterruptedException {
        for (var round = 0; round < ROUNDS; round++) {
            status(get(http, "/version"));
            status(get(management, "/q/health/live"));
            if (service.equals("agent")) {
                status(get(http, "/probes"));
                continue;
            }
            status(get(http, "/accounts/a-000"));
            status(get(http, "/accounts"));
            status(get(http, "/transfers?after=0&limit=10"));
            status(get(http, "/transfers/00000000000000ff"));
            var posted = status(post(http, "training-" + round, 1 + round / 2));
            if (posted != 201 && posted != 200) {
                throw new ClusterFailure(
                        "%s must answer 201 to a transfer, but answered %d"
                                .formatted(service, posted));
            }
            status(post(http, "training-0", 77)); // refused
        }
        status(get(management, "/q/metrics"));
    }

    private static HttpRequest get(int port, String path) {
        return request(port, path).GET().build();
    }

    private static HttpRequest post(int port, String key, int amount) {
        return request(port, "/transfers")
                .header("Authorization", "Bearer " + TOKEN)
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                "{\"from\":\"a-000\",\"to\":\"a-001\",\"amount\":%d}"
                                        .formatted(amount)))
                .build();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(Duration.ofSeconds(10));
    }

    /// The status of the answer, 0 where there was none.
    private int status(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            return 0;
        }
    }

    /// A folder that the images' user can write to.
    private Path cacheFolder(String service) {
        try {
            var cache = Files.createDirectories(folder.resolve("trained").resolve(service));
            Files.deleteIfExists(cache.resolve("app.aot"));
            Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
            return cache;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A container of ours; closing it removes it.
    private final class Container implements AutoCloseable {
        private final String name;

        Container(String name) {
            this.name = name;
        }

        boolean running() throws InterruptedException {
            return engine.command("container", "inspect", "--format", "{{.State.Running}}", name)
                    .attempt()
                    .output()
                    .strip()
                    .equals("true");
        }

        /// Asks inside, again and again, until the answer is yes.
        void await(String... question) throws InterruptedException {
            var deadline = System.nanoTime() + START.toNanos();
            while (!engine.command("exec", name).and(question).attempt().ok()) {
                mustBeUnderWay(deadline);
                Thread.sleep(200);
            }
        }

        void mustBeUnderWay(long deadline) throws InterruptedException {
            if (!running()) {
                throw new ClusterFailure(
                        "%s ended before it was ready; it said:\n%s".formatted(name, logs()));
            }
            if (System.nanoTime() > deadline) {
                throw new ClusterFailure(
                        "%s not ready after %s; it said:\n%s"
                                .formatted(name, Progress.time(START), logs()));
            }
        }

        void stop() throws InterruptedException {
            engine.command("stop", "-t", String.valueOf(END.toSeconds()), name)
                    .within(END.plusMinutes(1))
                    .run();
        }

        String logs() throws InterruptedException {
            var logs = engine.command("logs", "--tail", "30", name).attempt();
            return logs.output() + logs.complaints();
        }

        void remove() throws InterruptedException {
            engine.remove(name);
        }

        @Override
        public void close() throws ClusterFailure {
            try {
                remove();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

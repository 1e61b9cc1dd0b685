package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What scenarios take for granted of a cluster, asked of a real one: policies that bite, metrics,
/// volumes, a gateway.
class ClusterIT {
    private static final String NAMESPACE = "cluster-it";

    /// Agents need a moment to take a policy over; far longer means that they do not enforce it.
    private static final Duration SOON = Duration.ofSeconds(30);

    static {
        // The JDK's client sends a Host header of our own only when it is told so before its first
        // use.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    /// The cluster, where it was brought up for these tests: it is left as it was found.
    private static @Nullable LocalCluster ours;

    private static Kubectl kubectl;
    private static Access access;

    @BeforeAll
    static void up() throws InterruptedException {
        var checkout = Path.of("../..").toAbsolutePath().normalize();
        var cluster = LocalCluster.of(checkout, System.getenv(), System.out);
        ours = cluster.status() instanceof Status.Absent ? cluster : null;
        access = cluster.up();
        kubectl = new Kubectl(cluster.settings());
        gone();
        kubectl.command("create", "namespace", NAMESPACE).run();
        apply("probe");
        kubectl.await("condition=Ready", Duration.ofMinutes(2), "-n", NAMESPACE, "pods", "--all");
    }

    @AfterAll
    static void asFound() throws InterruptedException {
        if (ours != null) {
            ours.down();
        } else {
            gone();
        }
    }

    private static void gone() throws InterruptedException {
        kubectl.command("delete", "namespace", NAMESPACE, "--ignore-not-found")
                .within(Duration.ofMinutes(2))
                .run();
    }

    @Test
    @DisplayName(
            "a policy bites between two nodes, in both directions, and an exception to it holds")
    void policies() throws InterruptedException {
        assertThat(reaches(true)).as("without a policy").isTrue();

        apply("ingress-denied");
        assertThat(reaches(false)).as("with the server's ingress denied").isFalse();
        apply("client-allowed");
        assertThat(reaches(true)).as("with the client allowed").isTrue();

        apply("egress-denied");
        assertThat(reaches(false)).as("with the client's egress denied").isFalse();
        kubectl.command("delete", "networkpolicies", "-n", NAMESPACE, "--all").run();
        assertThat(reaches(true)).as("with all policies gone").isTrue();
    }

    @Test
    @DisplayName("server and client are on different nodes, or the policies would prove little")
    void apart() throws InterruptedException {
        assertThat(node("server")).isNotEqualTo(node("client"));
    }

    @Test
    @DisplayName(
            "Cilium's three programs are compiled once for this host, and none is left half-made")
    void programs() throws IOException {
        var settings = kubectl.settings();
        assumeTrue(Registries.builtBefore(settings), "a published Cilium compiles for itself");
        try (var files = Files.list(settings.programs())) {
            assertThat(files.map(Path::toString).filter(file -> !file.endsWith(".lock")))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(file -> file.endsWith(".o"));
        }
    }

    @Test
    @DisplayName("metrics answer for every node")
    void metrics() throws InterruptedException {
        var top = kubectl.command("top", "nodes", "--no-headers").run();
        assertThat(top.lines()).hasSize(3).allMatch(line -> line.matches("\\S+\\s+\\d+m\\s+.*"));
    }

    @Test
    @DisplayName("a claim of the default class is bound and keeps what is written")
    void volume() throws InterruptedException {
        assertThat(exec("writer", "cat", "/data/note")).isEqualTo("kept\n");
    }

    @Test
    @DisplayName(
            "a route leads from the loopback port to a pod; a host that nobody routes is not found")
    void gateway() throws InterruptedException, IOException {
        var end = Instant.now().plus(SOON);
        while (status("cluster-it.test") != 200 && Instant.now().isBefore(end)) {
            Thread.sleep(Duration.ofMillis(500));
        }
        assertThat(status("cluster-it.test")).isEqualTo(200);
        assertThat(status("nobody.test")).isEqualTo(404);
    }

    @Test
    @DisplayName(
            "kube-proxy, when it compares all its rules as once an hour, leaves them where they are")
    void services() throws InterruptedException, IOException {
        // A new one begins with what it does every hour, on the rules that the old one left.
        system("delete", "pods", "--selector", "k8s-app=kube-proxy").run();
        system("rollout", "status", "daemonset/kube-proxy", "--timeout=60s").run();
        for (var pod :
                system("get", "pods", "--selector", "k8s-app=kube-proxy")
                        .and("-o", "name")
                        .run()
                        .lines()
                        .toList()) {
            var end = Instant.now().plus(SOON);
            while (!compared(pod)) {
                assertThat(Instant.now()).as(pod + " compares its rules by then").isBefore(end);
                Thread.sleep(Duration.ofMillis(500));
            }
        }
        // 404 is the gateway's answer; without rules there would be none.
        assertThat(status("nobody.test")).isEqualTo(404);
        assertThat(fetched(address("service"), 80)).as("on a worker").isTrue();
    }

    private static boolean compared(String pod) throws InterruptedException {
        return system("exec", pod, "--", "wget", "-q", "-O", "-", "http://127.0.0.1:10249/metrics")
                .attempt()
                .output()
                .matches(
                        "(?s).*sync_full_proxy_rules_duration_seconds_count\\{ip_family=\"IPv4\"} [1-9].*");
    }

    private static Command system(String... words) {
        return kubectl.command("-n", "kube-system").and(words);
    }

    /// Asks until the answer is the hoped-for one, or for long enough.
    private static boolean reaches(boolean hoped) throws InterruptedException {
        var end = Instant.now().plus(SOON);
        var reached = reached();
        while (reached != hoped && Instant.now().isBefore(end)) {
            Thread.sleep(Duration.ofMillis(500));
            reached = reached();
        }
        return reached;
    }

    /// By address: a denied egress would stop the look-up of a name as well.
    private static boolean reached() throws InterruptedException {
        return fetched(address("pod"), 8000);
    }

    /// Of the server's pod, or of its Service.
    private static String address(String kind) throws InterruptedException {
        var field = kind.equals("pod") ? "{.status.podIP}" : "{.spec.clusterIP}";
        return kubectl.command("get", kind, "server", "-n", NAMESPACE, "-o", "jsonpath=" + field)
                .run();
    }

    private static boolean fetched(String address, int port) throws InterruptedException {
        // busybox' own -T crashes as Debian builds it.
        return kubectl.command("exec", "client", "-n", NAMESPACE, "--")
                .and("busybox", "timeout", "2", "wget", "-q", "-O", "/dev/null")
                .and("http://%s:%d/passwd".formatted(address, port))
                .attempt()
                .ok();
    }

    private static String exec(String pod, String... words) throws InterruptedException {
        return kubectl.command("exec", pod, "-n", NAMESPACE, "--").and(words).run();
    }

    private static String node(String pod) throws InterruptedException {
        return kubectl.command(
                        "get", "pod", pod, "-n", NAMESPACE, "-o", "jsonpath={.spec.nodeName}")
                .run();
    }

    private static void apply(String name) throws InterruptedException {
        kubectl.command("apply", "-n", NAMESPACE, "-f", resource("/cluster/" + name + ".yaml"))
                .run();
    }

    private static String resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(ClusterIT.class.getResource(name)).toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int status(String host) throws InterruptedException, IOException {
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(access.gateway().resolve("/passwd"))
                            .header("Host", host)
                            .timeout(Duration.ofSeconds(5))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}

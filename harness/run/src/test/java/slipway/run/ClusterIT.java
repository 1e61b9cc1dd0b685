package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What a cluster has to do before a scenario on it means anything.
@ExtendWith(RealCluster.class)
class ClusterIT {
    /// A namespace of this test's own; nothing of the suite is touched.
    private static final String TRIAL = "slipway-trial";

    /// A server that answers one line to whoever connects, and a client beside it that may ask.
    private static final String PODS =
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: slipway-trial}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: server, namespace: slipway-trial, labels: {trial: server}}
            spec:
              nodeName: slipway-worker
              terminationGracePeriodSeconds: 0
              containers:
              - name: server
                image: localhost/shell:node
                imagePullPolicy: Never
                command: [sh, -c, "while true; do echo here | nc -l -p 8000; done"]
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: client, namespace: slipway-trial, labels: {trial: client}}
            spec:
              nodeName: slipway-worker2
              terminationGracePeriodSeconds: 0
              containers:
              - name: client
                image: localhost/shell:node
                imagePullPolicy: Never
                command: [sleep, "3600"]
            """;

    private static final String DENY_ALL =
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: deny-all, namespace: slipway-trial}
            spec: {podSelector: {}, policyTypes: [Ingress]}
            """;

    private static final String PRIVILEGED =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: intruder, namespace: slipway}
            spec:
              containers:
              - name: intruder
                image: localhost/shell:node
                securityContext: {privileged: true}
            """;

    @TempDir static Path folder;
    private static List<String> kubectl = List.of();
    private static URI gateway = URI.create("http://127.0.0.1");

    @BeforeAll
    static void begin(Berth berth) {
        var settings = berth.cluster().settings();
        kubectl =
                List.of(
                        settings.kubectl().toString(),
                        "--kubeconfig",
                        settings.kubeconfig().toString(),
                        "--request-timeout=30s");
        gateway = settings.access().gateway();
    }

    @AfterAll
    static void end() throws Exception {
        kubectl("delete", "namespace", TRIAL, "--ignore-not-found", "--wait=true");
    }

    @Test
    @DisplayName("a network policy is enforced between nodes, and lets through again when it is gone")
    void networkPolicy() throws Exception {
        apply(PODS);
        must("wait", "-n", TRIAL, "pod/server", "pod/client", "--for=condition=Ready", "--timeout=60s");
        var address =
                must("get", "pod", "server", "-n", TRIAL, "-o", "jsonpath={.status.podIP}").strip();
        assertThat(eventually(() -> reaches(address))).as("reached without a policy").isTrue();
        apply(DENY_ALL);
        assertThat(eventually(() -> !reaches(address))).as("blocked by the policy").isTrue();
        must("delete", "networkpolicy", "deny-all", "-n", TRIAL);
        assertThat(eventually(() -> reaches(address))).as("reached again").isTrue();
    }

    @Test
    @DisplayName("metrics answer with numbers for every node")
    void metrics() throws Exception {
        assertThat(eventually(() -> kubectl("top", "nodes", "--no-headers").code() == 0)).isTrue();
        assertThat(must("top", "nodes", "--no-headers").lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).containsPattern("\\d+m").containsPattern("\\d+Mi"));
    }

    @Test
    @DisplayName("the default StorageClass has bound the database's claim")
    void storage() throws Exception {
        assertThat(must("get", "pvc", "-n", "slipway", "-o", "jsonpath={.items[*].status.phase}"))
                .isEqualTo("Bound");
    }

    @Test
    @DisplayName("the suite's namespace refuses a privileged pod")
    void podSecurity() throws Exception {
        var refused = kubectl("apply", "-f", write(PRIVILEGED).toString());
        assertThat(refused.code()).isNotZero();
        assertThat(refused.output()).contains("violates PodSecurity \"restricted");
    }

    @Test
    @DisplayName("the Gateway answers on its loopback port, and says which version and pod did")
    void gateway() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var answer =
                    client.send(
                            HttpRequest.newBuilder(gateway.resolve("/version"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Slipway-Version").orElse(""))
                    .matches("v1-[0-9a-f]{8}");
            assertThat(answer.headers().firstValue("Slipway-Pod").orElse("")).startsWith("api-");
        }
    }

    @FunctionalInterface
    private interface Question {
        boolean ask() throws Exception;
    }

    /// Policies and metrics take seconds to arrive; a minute is not slow any more but broken.
    private static boolean eventually(Question question) throws Exception {
        for (int i = 0; i < 30; i++) {
            if (question.ask()) {
                return true;
            }
            Thread.sleep(Duration.ofSeconds(2));
        }
        return false;
    }

    private static boolean reaches(String address) throws Exception {
        return kubectl(
                        "exec", "-n", TRIAL, "client", "--", "timeout", "3", "nc", address, "8000")
                .output()
                .contains("here");
    }

    private static void apply(String yaml) throws Exception {
        must("apply", "--server-side", "-f", write(yaml).toString());
    }

    private static Path write(String yaml) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "trial", ".yaml"), yaml);
    }

    private record Answer(int code, String output) {}

    private static String must(String... arguments) throws Exception {
        var answer = kubectl(arguments);
        assertThat(answer.code()).as(answer.output()).isZero();
        return answer.output();
    }

    private static Answer kubectl(String... arguments) throws Exception {
        var command = new ArrayList<>(kubectl);
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Answer(process.exitValue(), output);
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.EnvVar;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Workload;

/// The suite as it stands on the real cluster, before anything is done to it.
@ExtendWith(RealCluster.class)
class SuiteIT {
    private static final String PRIVILEGED =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: intruder, namespace: slipway}
            spec:
              containers:
              - name: intruder
                image: localhost/api:dev
                securityContext: {privileged: true}
            """;

    @TempDir private static Path folder = Path.of("");
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

    @Test
    @DisplayName("every answer says which version and which pod gave it, refusals too")
    void version() throws Exception {
        for (var path : List.of("/version", "/accounts/a-000", "/accounts/nobody")) {
            var answer = get(path);
            assertThat(answer.headers().firstValue("Slipway-Version").orElse(""))
                    .as(path)
                    .matches("v1-[0-9a-f]{8}");
            assertThat(answer.headers().firstValue("Slipway-Pod").orElse(""))
                    .as(path)
                    .startsWith("api-");
        }
        assertThat(get("/accounts/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("what the API server would refuse is refused while nothing is changed")
    void rehearsed(Berth berth) throws Exception {
        var api = Workload.deployment("api");
        try (var kube = berth.kube()) {
            var before = kube.updateSpec(api);
            var unnameable = before.setting(Map.of("A=B", new EnvVar.Literal("x")));
            assertThatThrownBy(() -> kube.rehearse(api, unnameable))
                    .isInstanceOf(InvalidSpec.class)
                    .hasMessageContaining("A=B");
            var unknown = before.setting(Map.of("KUBERNETES_NAMESPACE", new EnvVar.Literal("x")));
            assertThatThrownBy(() -> kube.rehearse(api, unknown)).isInstanceOf(InvalidSpec.class);
            kube.rehearse(api, before.to(new Image("api", "v2")));
            assertThat(kube.updateSpec(api)).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("the replicas of api sit on both workers")
    void spread() throws Exception {
        var nodes =
                must(
                                "get",
                                "pods",
                                "-n",
                                "slipway",
                                "-l",
                                "app.kubernetes.io/name=api",
                                "-o",
                                "jsonpath={range .items[*]}{.spec.nodeName}{\"\\n\"}{end}")
                        .lines();
        assertThat(nodes.distinct()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    @DisplayName("the database's claim is bound")
    void claim() throws Exception {
        assertThat(must("get", "pvc", "-n", "slipway", "-o", "jsonpath={.items[*].status.phase}"))
                .isEqualTo("Bound");
    }

    @Test
    @DisplayName("the suite's namespace refuses a privileged pod")
    void podSecurity() throws Exception {
        var file = Files.writeString(folder.resolve("intruder.yaml"), PRIVILEGED);
        var refused = kubectl("apply", "-f", file.toString());
        assertThat(refused.code()).isNotZero();
        assertThat(refused.output()).contains("violates PodSecurity \"restricted");
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(gateway.resolve(path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    BodyHandlers.ofString());
        }
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
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Answer(process.exitValue(), output);
    }
}

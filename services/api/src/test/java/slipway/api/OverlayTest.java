package slipway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Holds the rendered overlays, which is what a cluster gets, against what the suite promises.
///
/// Needs a kubectl: the one on the PATH, or the one that `slipway up` has left in its cache.
class OverlayTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String NAME = "app.kubernetes.io/name";
    private static final String TOKEN = "/spec/template/spec/automountServiceAccountToken";
    private static final Pattern LOCK_TIMEOUT = Pattern.compile("lock_timeout=(\\d+)s");

    private static List<JsonNode> render(String overlay) throws Exception {
        return render(Path.of("../../k8s/overlays", overlay));
    }

    private static List<JsonNode> render(Path folder) throws Exception {
        var kubectl = kubectl();
        assumeTrue(!kubectl.isEmpty(), "no kubectl on the PATH nor in Slipway's cache");
        var rendered = Files.createTempFile("overlay", ".yaml");
        var process =
                new ProcessBuilder(kubectl, "kustomize", folder.toString())
                        .redirectOutput(rendered.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("kubectl ended within 1 min").isTrue();
        assertThat(process.exitValue()).as("status of kubectl kustomize").isZero();
        try (var parser = new YAMLFactory().createParser(rendered.toFile())) {
            return YAML.readerFor(JsonNode.class).<JsonNode>readValues(parser).readAll();
        } finally {
            Files.delete(rendered);
        }
    }

    private static String kubectl() {
        var home = System.getenv("HOME");
        var cache =
                Stream.of(
                                System.getenv("SLIPWAY_CACHE"),
                                System.getenv("XDG_CACHE_HOME") + "/slipway",
                                home + "/.cache/slipway")
                        .map(folder -> folder + "/bin");
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), cache)
                .map(folder -> Path.of(folder, "kubectl"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("");
    }

    private static List<JsonNode> workloads(List<JsonNode> objects) {
        return objects.stream()
                .filter(object -> object.at("/spec/template/spec").isObject())
                .toList();
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    @Test
    @DisplayName(
            "the suite is four workloads, each in namespace slipway, which enforces restricted")
    void suite() throws Exception {
        var objects = render("local");
        assertThat(workloads(objects).stream().map(OverlayTest::name))
                .containsExactlyInAnyOrder("api", "ledger", "postgres", "agent");
        assertThat(objects)
                .filteredOn(object -> !object.path("kind").asText().equals("Namespace"))
                .isNotEmpty()
                .allMatch(object -> object.at("/metadata/namespace").asText().equals("slipway"));
        assertThat(objects)
                .filteredOn(object -> object.path("kind").asText().equals("Namespace"))
                .singleElement()
                .matches(
                        namespace ->
                                namespace
                                        .at("/metadata/labels")
                                        .path("pod-security.kubernetes.io/enforce")
                                        .asText()
                                        .equals("restricted"));
    }

    @Test
    @DisplayName("every container is confined, probed, bounded, and never pulled from a registry")
    void containers() throws Exception {
        for (var workload : workloads(render("local"))) {
            assertConfined(workload);
            assertThat(workload.at(TOKEN).asBoolean(true)).as(name(workload)).isFalse();
        }
    }

    private static void assertConfined(JsonNode workload) {
        var pod = workload.at("/spec/template/spec");
        var context = pod.path("securityContext");
        assertThat(context.path("runAsNonRoot").asBoolean()).as(name(workload)).isTrue();
        assertThat(context.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        for (var container : pod.path("containers")) {
            var confined = container.path("securityContext");
            assertThat(confined.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(confined.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
            assertThat(confined.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
            for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                assertThat(container.has(probe)).as(name(workload) + " " + probe).isTrue();
            }
            for (var bound : List.of("/requests/cpu", "/requests/memory", "/limits/memory")) {
                assertThat(container.path("resources").at(bound).isTextual())
                        .as(name(workload) + bound)
                        .isTrue();
            }
            assertThat(container.path("image").asText()).contains("/");
            assertThat(container.path("imagePullPolicy").asText()).isEqualTo("IfNotPresent");
        }
    }

    @Test
    @DisplayName("api drains for its longest answer, and its grace period is 7 s longer")
    void apiDrains() throws Exception {
        var settings = settings("api");
        var attempts = Ledger.class.getAnnotation(Retry.class);
        assertThat(attempts.durationUnit()).isEqualTo(ChronoUnit.MILLIS);
        assertDrain(
                "api",
                Duration.ofSeconds(2) // a slow line
                        .plusMillis(attempts.maxDuration())
                        .plusMillis(number(settings, "quarkus.rest-client.ledger.connect-timeout"))
                        .plusMillis(number(settings, "quarkus.rest-client.ledger.read-timeout")));
    }

    @Test
    @DisplayName("ledger drains for its longest transfer, and api waits for its refusal of a lock")
    void ledgerDrains() throws Exception {
        var settings = settings("ledger");
        var jdbc = "quarkus.datasource.jdbc.";
        var more = jdbc + "additional-jdbc-properties.";
        var lock = LOCK_TIMEOUT.matcher(settings.getProperty(more + "options"));
        assertThat(lock.find()).as("a lock_timeout in seconds among the options").isTrue();
        var refusal =
                seconds(settings, jdbc + "acquisition-timeout")
                        .plusSeconds(Long.parseLong(lock.group(1)));
        assertDrain("ledger", refusal.plusSeconds(number(settings, more + "socketTimeout")));
        assertThat(refusal)
                .isLessThan(
                        Duration.ofMillis(
                                number(
                                        settings("api"),
                                        "quarkus.rest-client.ledger.read-timeout")));
    }

    private static void assertDrain(String service, Duration longest) throws Exception {
        var settings = settings(service);
        assertThat(settings.getProperty("quarkus.shutdown.delay-enabled")).isEqualTo("true");
        var timeout = seconds(settings, "quarkus.shutdown.timeout");
        assertThat(timeout).as("one second to spare").isEqualTo(longest.plusSeconds(1));
        var grace =
                workload(render("local"), service)
                        .at("/spec/template/spec/terminationGracePeriodSeconds")
                        .asLong();
        assertThat(Duration.ofSeconds(grace))
                .isEqualTo(
                        seconds(settings, "quarkus.shutdown.delay").plus(timeout).plusSeconds(7));
    }

    private static JsonNode workload(List<JsonNode> objects, String name) {
        return workloads(objects).stream()
                .filter(object -> name(object).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Properties settings(String service) throws IOException {
        var settings = new Properties();
        try (var text =
                Files.newBufferedReader(
                        Path.of("..", service, "src/main/resources/application.properties"))) {
            settings.load(text);
        }
        return settings;
    }

    private static long number(Properties settings, String key) {
        return Long.parseLong(settings.getProperty(key));
    }

    private static Duration seconds(Properties settings, String key) {
        return Duration.parse("PT" + settings.getProperty(key));
    }

    @Test
    @DisplayName("api never has fewer ready pods than it was promised, for as long as it rolls")
    void rolling() throws Exception {
        var api = workload(render("local"), "api");
        assertThat(api.at("/spec/replicas").asInt()).isEqualTo(4);
        assertThat(api.at("/spec/strategy/rollingUpdate/maxUnavailable").asText()).isEqualTo("0");
        assertThat(api.at("/spec/strategy/rollingUpdate/maxSurge").isInt()).isTrue();
    }

    @Test
    @DisplayName("every selector of a Service, policy and budget finds a workload")
    void selectors() throws Exception {
        var objects = render("local");
        var labels =
                workloads(objects).stream()
                        .map(workload -> map(workload.at("/spec/template/metadata/labels")))
                        .toList();
        var selectors = new ArrayList<Map<String, String>>();
        for (var object : objects) {
            switch (object.path("kind").asText()) {
                case "Service" -> selectors.add(map(object.at("/spec/selector")));
                case "PodDisruptionBudget" ->
                        selectors.add(map(object.at("/spec/selector/matchLabels")));
                case "NetworkPolicy" ->
                        selectors.add(map(object.at("/spec/podSelector/matchLabels")));
                default -> {}
            }
        }
        assertThat(selectors).hasSizeGreaterThan(10);
        assertThat(selectors)
                .allSatisfy(
                        selector ->
                                assertThat(labels)
                                        .anyMatch(
                                                l ->
                                                        l.entrySet()
                                                                .containsAll(selector.entrySet())));
    }

    @Test
    @DisplayName("nobody but api reaches ledger's public port; the agents see its health")
    void ledgerIsClosed() throws Exception {
        var admitted =
                render("local").stream()
                        .filter(object -> object.path("kind").asText().equals("NetworkPolicy"))
                        .filter(
                                policy ->
                                        map(policy.at("/spec/podSelector/matchLabels"))
                                                .containsValue("ledger"))
                        .flatMap(policy -> policy.at("/spec/ingress").valueStream())
                        .map(
                                rule ->
                                        rule.at("/from/0/podSelector/matchLabels")
                                                        .path(NAME)
                                                        .asText()
                                                + " "
                                                + rule.at("/ports/0/port").asText())
                        .toList();
        assertThat(admitted).containsExactlyInAnyOrder("api 8080", "agent 9000");
        var service =
                render("local").stream()
                        .filter(object -> object.path("kind").asText().equals("Service"))
                        .filter(object -> name(object).equals("ledger"))
                        .findFirst()
                        .orElseThrow();
        assertThat(
                        service.at("/spec/ports")
                                .valueStream()
                                .map(
                                        port ->
                                                port.path("port").asInt()
                                                        + " "
                                                        + port.path("targetPort").asText()))
                .containsExactlyInAnyOrder("80 8080", "9000 management");
    }

    @Test
    @DisplayName("with autoscaling, nobody but the autoscaler says how many api pods there are")
    void autoscaled() throws Exception {
        var overlay = Files.createTempDirectory(Path.of("target"), "autoscaled");
        var k8s = "../../../../k8s/"; // kustomize takes no absolute path
        Files.writeString(
                overlay.resolve("kustomization.yaml"),
                "namespace: slipway\nresources: [%1$sbase]\ncomponents: [%1$scomponents/autoscaling]\n"
                        .formatted(k8s));
        var objects = render(overlay);
        assertThat(workload(objects, "api").at("/spec").has("replicas")).isFalse();
        assertThat(workload(objects, "ledger").at("/spec").has("replicas")).isTrue();
        assertThat(objects)
                .filteredOn(
                        object -> object.path("kind").asText().equals("HorizontalPodAutoscaler"))
                .singleElement()
                .matches(scaler -> scaler.at("/spec/scaleTargetRef/name").asText().equals("api"));
    }

    @Test
    @DisplayName(
            "with a standby there are two of Postgres on two nodes, clients reach the primary alone, and nobody else has rights")
    void failover() throws Exception {
        var objects = render("failover");
        var postgres = workload(objects, "postgres");
        assertThat(postgres.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(postgres.at("/spec/podManagementPolicy").asText()).isEqualTo("Parallel");
        var pod = postgres.at("/spec/template/spec");
        var apart =
                pod.at(
                        "/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0");
        assertThat(apart.path("topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
        assertThat(map(apart.at("/labelSelector/matchLabels")))
                .isEqualTo(map(postgres.at("/spec/selector/matchLabels")));
        assertThat(pod.at("/containers/0/image").asText())
                .isEqualTo("localhost/postgres-failover:dev");
        assertThat(pod.at("/containers/0").has("args")).isFalse();
        for (var probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            assertThat(pod.at("/containers/0").path(probe).has("exec")).as(probe).isFalse();
        }
        for (var workload : workloads(objects)) {
            assertConfined(workload);
            assertThat(workload.at(TOKEN).asBoolean(true))
                    .as(name(workload))
                    .isEqualTo(name(workload).equals("postgres"));
        }
        assertThat(objects)
                .filteredOn(object -> object.path("kind").asText().equals("Service"))
                .filteredOn(object -> name(object).equals("postgres"))
                .singleElement()
                .satisfies(
                        service ->
                                assertThat(map(service.at("/spec/selector")))
                                        .isEqualTo(Map.of(NAME, "postgres", "role", "primary")));
        assertThat(objects)
                .filteredOn(object -> object.path("kind").asText().equals("RoleBinding"))
                .singleElement()
                .satisfies(
                        binding -> {
                            assertThat(binding.at("/subjects").size()).isEqualTo(1);
                            assertThat(binding.at("/subjects/0/name").asText())
                                    .isEqualTo("postgres");
                            assertThat(binding.at("/subjects/0/namespace").asText())
                                    .isEqualTo("slipway");
                        });
    }

    private static Map<String, String> map(JsonNode object) {
        return object.properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asText()));
    }
}

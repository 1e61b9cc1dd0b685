package slipway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the rendered overlays, which is what a cluster gets, against what the suite promises.
///
/// Needs a kubectl: the one on the PATH, or the one that `slipway up` has left in its cache.
class OverlayTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    private static List<JsonNode> render(String overlay) throws Exception {
        var kubectl = kubectl();
        assumeTrue(!kubectl.isEmpty(), "no kubectl on the PATH nor in Slipway's cache");
        var rendered = Files.createTempFile("overlay", ".yaml");
        var process =
                new ProcessBuilder(kubectl, "kustomize", "../../k8s/overlays/" + overlay)
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

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"local", "ci"})
    @DisplayName(
            "the suite is four workloads, each in namespace slipway, which enforces restricted")
    void suite(String overlay) throws Exception {
        var objects = render(overlay);
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

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"local", "ci"})
    @DisplayName("every container is confined, probed, bounded, and never pulled from a registry")
    void containers(String overlay) throws Exception {
        for (var workload : workloads(render(overlay))) {
            var pod = workload.at("/spec/template/spec");
            var context = pod.path("securityContext");
            assertThat(context.path("runAsNonRoot").asBoolean()).as(name(workload)).isTrue();
            assertThat(context.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
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
                assertThat(container.path("image").asText()).startsWith("localhost/");
                assertThat(container.path("imagePullPolicy").asText()).isEqualTo("IfNotPresent");
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"api", "ledger"})
    @DisplayName("the grace period is longer than the shutdown's delay and timeout together")
    void grace(String service) throws Exception {
        var settings = new Properties();
        try (var text =
                Files.newBufferedReader(
                        Path.of("..", service, "src/main/resources/application.properties"))) {
            settings.load(text);
        }
        assertThat(settings.getProperty("quarkus.shutdown.delay-enabled")).isEqualTo("true");
        var drain =
                seconds(settings, "quarkus.shutdown.delay")
                        .plus(seconds(settings, "quarkus.shutdown.timeout"));
        var workload =
                workloads(render("local")).stream()
                        .filter(object -> name(object).equals(service))
                        .findFirst()
                        .orElseThrow();
        var grace = workload.at("/spec/template/spec/terminationGracePeriodSeconds").asLong();
        assertThat(Duration.ofSeconds(grace)).isGreaterThan(drain);
    }

    private static Duration seconds(Properties settings, String key) {
        return Duration.parse("PT" + settings.getProperty(key));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"local", "ci"})
    @DisplayName("api never has fewer ready pods than it was promised, for as long as it rolls")
    void rolling(String overlay) throws Exception {
        var api =
                workloads(render(overlay)).stream()
                        .filter(object -> name(object).equals("api"))
                        .findFirst()
                        .orElseThrow();
        assertThat(api.at("/spec/replicas").asInt()).isEqualTo(4);
        assertThat(api.at("/spec/strategy/rollingUpdate/maxUnavailable").asText()).isEqualTo("0");
        assertThat(api.at("/spec/strategy/rollingUpdate/maxSurge").isInt()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"local", "ci"})
    @DisplayName("every selector of a Service, policy and budget finds a workload")
    void selectors(String overlay) throws Exception {
        var objects = render(overlay);
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

    private static Map<String, String> map(JsonNode object) {
        return object.properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asText()));
    }
}

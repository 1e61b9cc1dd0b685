package slipway.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import slipway.core.NodeView;
import slipway.core.Served;

/// What pods have counted of their requests, read from their metrics in Prometheus' text format.
///
/// They are reached through the API server and the kubelet, so that no NetworkPolicy has to let
/// anybody in; where a pod has them, its annotations say, as to any scraper.
final class PodMetrics implements AutoCloseable {
    private static final String PORT = "prometheus.io/port";
    private static final String PATH = "prometheus.io/path";

    /// Micrometer's counter of requests. A template of a path (`/accounts/{id}`) has braces too.
    private static final Pattern COUNT =
            Pattern.compile(
                    "^http_server_requests_seconds_count\\{(.*)} (\\S+)$", Pattern.MULTILINE);

    /// An agent's timer of what it asks; Micrometer sorts its tags by name.
    private static final Pattern PROBES =
            Pattern.compile(
                    "^agent_probe_seconds_count\\{.*?outcome=\"(?<outcome>[^\"]*)\".*?probe=\"(?<probe>[^\"]*)\".*?} (?<count>\\S+)$",
                    Pattern.MULTILINE);

    private static final Pattern FAILED = Pattern.compile("status=\"5[0-9]{2}\"");

    /// They are there in milliseconds, or the pod is of no use to clients either.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Api api;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    PodMetrics(Api api) {
        this.api = api;
    }

    /// Empty where the pod does not answer, or says nowhere that it has metrics.
    Optional<Served> of(Pod pod, String workload) throws InterruptedException {
        return text(pod)
                .map(text -> parse(pod.getMetadata().getName(), Pods.routed(pod, workload), text));
    }

    /// None where the pod does not answer.
    List<NodeView> probes(Pod pod) throws InterruptedException {
        return text(pod).map(text -> probes(pod.getSpec().getNodeName(), text)).orElse(List.of());
    }

    private Optional<String> text(Pod pod) throws InterruptedException {
        var annotations = pod.getMetadata().getAnnotations();
        var port = annotations == null ? null : annotations.get(PORT);
        if (port == null || !port.matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        var path = Objects.requireNonNullElse(annotations.get(PATH), "/metrics");
        var name = pod.getMetadata().getName();
        try (var forward =
                api.client()
                        .pods()
                        .inNamespace(api.namespace())
                        .withName(name)
                        // Else the client listens on all interfaces of this host.
                        .portForward(Integer.parseInt(port), InetAddress.getLoopbackAddress(), 0)) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + forward.getLocalPort() + path))
                            .timeout(PATIENCE)
                            .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
        } catch (IOException | KubernetesClientException _) {
            return Optional.empty();
        }
    }

    static List<NodeView> probes(String node, String text) {
        var asked = new TreeMap<String, Long>();
        var failed = new TreeMap<String, Long>();
        var matcher = PROBES.matcher(text);
        while (matcher.find()) {
            long count = (long) Double.parseDouble(matcher.group("count"));
            asked.merge(matcher.group("probe"), count, Long::sum);
            failed.merge(
                    matcher.group("probe"),
                    matcher.group("outcome").equals("up") ? 0 : count,
                    Long::sum);
        }
        return asked.entrySet().stream()
                .map(
                        probe ->
                                new NodeView(
                                        node,
                                        probe.getKey(),
                                        probe.getValue(),
                                        failed.getOrDefault(probe.getKey(), 0L)))
                .toList();
    }

    static Served parse(String pod, String version, String text) {
        long answered = 0;
        long failed = 0;
        var matcher = COUNT.matcher(text);
        while (matcher.find()) {
            long count = (long) Double.parseDouble(matcher.group(2));
            answered += count;
            failed += FAILED.matcher(matcher.group(1)).find() ? count : 0;
        }
        return new Served(pod, version, answered, failed);
    }

    @Override
    public void close() {
        http.close();
    }
}

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
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
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
            return answer.statusCode() == 200
                    ? Optional.of(parse(name, Pods.routed(pod, workload), answer.body()))
                    : Optional.empty();
        } catch (IOException | KubernetesClientException _) {
            return Optional.empty();
        }
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

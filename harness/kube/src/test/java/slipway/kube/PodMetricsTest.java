package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.NodeView;
import slipway.core.Served;

class PodMetricsTest {
    private static final String METRICS =
            """
            # HELP http_server_requests_seconds HTTP server request processing time
            # TYPE http_server_requests_seconds summary
            http_server_requests_seconds_count{method="GET",outcome="SUCCESS",status="200",uri="/accounts/{id}"} 40.0
            http_server_requests_seconds_sum{method="GET",outcome="SUCCESS",status="200",uri="/accounts/{id}"} 1.5
            http_server_requests_seconds_count{method="GET",outcome="CLIENT_ERROR",status="404",uri="NOT_FOUND"} 2.0
            http_server_requests_seconds_count{method="POST",outcome="SERVER_ERROR",status="500",uri="UNKNOWN"} 1.0E1
            # TYPE jvm_threads_live_threads gauge
            jvm_threads_live_threads 500.0
            """;

    @Test
    @DisplayName("all requests are counted, and those answered with 500 or more as failed")
    void counts() {
        assertThat(PodMetrics.parse("api-x", "v2", METRICS))
                .isEqualTo(new Served("api-x", "v2", 52, 10));
    }

    @Test
    @DisplayName("of each probe all askings are counted, and those in vain")
    void probes() {
        var text =
                """
                # TYPE agent_probe_seconds summary
                agent_probe_seconds_count{outcome="down",probe="http-api"} 3.0
                agent_probe_seconds_sum{outcome="down",probe="http-api"} 6.1
                agent_probe_seconds_count{outcome="up",probe="dns-api"} 40.0
                agent_probe_seconds_count{outcome="up",probe="http-api"} 37.0
                agent_probe_up{probe="http-api"} 1.0
                """;
        assertThat(PodMetrics.probes("worker", text))
                .containsExactly(
                        new NodeView("worker", "dns-api", 40, 0),
                        new NodeView("worker", "http-api", 40, 3));
    }

    @Test
    @DisplayName("metrics without requests, or no metrics at all, are no requests")
    void none() {
        assertThat(PodMetrics.parse("api-x", "v2", "jvm_threads_live_threads 500.0\n"))
                .isEqualTo(new Served("api-x", "v2", 0, 0));
        assertThat(PodMetrics.parse("api-x", "v2", "<html>404</html>"))
                .isEqualTo(new Served("api-x", "v2", 0, 0));
    }
}

package slipway.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/// Offers the node's pressure as `agent_node_pressure_percent`; NaN where the kernel does not tell.
@ApplicationScoped
class PressureMetrics {
    static final List<String> RESOURCES = List.of("cpu", "memory", "io");

    void register(@Observes StartupEvent event, AgentConfig config, MeterRegistry meters) {
        for (var resource : RESOURCES) {
            meters.gauge(
                    "agent.node.pressure.percent",
                    Tags.of("resource", resource, "node", config.agent().node()),
                    new Pressure(config.agent().pressure()),
                    pressure -> pressure.of(resource).orElse(Double.NaN));
        }
    }
}

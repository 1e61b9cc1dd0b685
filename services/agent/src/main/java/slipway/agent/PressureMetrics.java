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

    private final AgentConfig.Agent config;

    /// Held here, for a gauge holds what it reads only weakly.
    private final Pressure pressure;

    PressureMetrics(AgentConfig config) {
        this.config = config.agent();
        this.pressure = new Pressure(this.config.pressure());
    }

    void register(@Observes StartupEvent event, MeterRegistry meters) {
        for (var resource : RESOURCES) {
            meters.gauge(
                    "agent.node.pressure.percent",
                    Tags.of("resource", resource, "node", config.node()),
                    pressure,
                    seen -> seen.of(resource).orElse(Double.NaN));
        }
    }
}

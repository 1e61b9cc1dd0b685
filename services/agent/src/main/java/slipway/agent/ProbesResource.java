package slipway.agent;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// `/probes`: what this node saw last.
@Path("/probes")
public class ProbesResource {
    private final Lookout lookout;
    private final AgentConfig config;

    ProbesResource(Lookout lookout, AgentConfig config) {
        this.lookout = lookout;
        this.config = config;
    }

    @GET
    public View probes() {
        var pressure = new Pressure(config.agent().pressure());
        var percent = new TreeMap<String, Double>();
        for (var resource : PressureMetrics.RESOURCES) {
            pressure.of(resource).ifPresent(value -> percent.put(resource, value));
        }
        return new View(config.agent().node(), lookout.latest(), percent);
    }

    /// One node's view of the world; pressure in percent by resource, absent where the kernel is
    /// silent.
    public record View(String node, List<Sighting> sightings, Map<String, Double> pressure) {}
}

package slipway.agent;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/// `/version`: who answers here.
@Path("/version")
public class VersionResource {
    private final Version version;

    VersionResource(AgentConfig config) {
        version = new Version("agent", config.version(), config.pod());
    }

    @GET
    public Version version() {
        return version;
    }

    /// The service, the version baked into its image, and the pod.
    public record Version(String service, String version, String pod) {}
}

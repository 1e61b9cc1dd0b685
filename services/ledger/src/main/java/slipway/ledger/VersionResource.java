package slipway.ledger;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/// `/version`: who answers here.
@Path("/version")
public class VersionResource {
    private final Version version;

    VersionResource(LedgerConfig config) {
        version = new Version("ledger", config.version(), config.pod());
    }

    @GET
    public Version version() {
        return version;
    }

    /// The service, the version baked into its image, and the pod.
    public record Version(String service, String version, String pod) {}
}

package slipway.run;

import java.util.Map;
import java.util.Set;
import slipway.core.Version;

/// Where the images of the suite come from.
@FunctionalInterface
interface Stockroom {
    /// Makes sure that the cluster's nodes have this version of these services.
    ///
    /// @return references by name, such as `api` to `localhost/api:v1-0a1b2c3d`
    Map<String, String> provide(Version version, Set<String> services) throws InterruptedException;
}

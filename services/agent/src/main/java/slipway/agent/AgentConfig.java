package slipway.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// What an operator may set; `application.properties` says where the values without default come
/// from.
@ConfigMapping(prefix = "slipway")
public interface AgentConfig {
    /// The version of this build, baked into the image as `SLIPWAY_VERSION`.
    String version();

    /// The name of the pod that answers.
    String pod();

    Agent agent();

    /// The part that only this service has.
    interface Agent {
        /// The node this pod runs on.
        String node();

        /// What to probe over HTTP, by name. The host of each is also looked up in DNS.
        Map<String, URI> targets();

        /// The pause between two rounds: one second shows a partition within two.
        @WithDefault("1S")
        Duration interval();

        /// A probe slower than this has failed, even if it is still asking an interval later;
        /// longer than a healthy answer on a busy node.
        @WithDefault("2S")
        Duration timeout();

        /// Where the kernel reports pressure; `/proc` is the node's own here, even in a container.
        @WithDefault("/proc/pressure")
        Path pressure();
    }
}

package slipway.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// What an operator may set; `application.properties` says where the values without default come
/// from.
@ConfigMapping(prefix = "slipway")
public interface ApiConfig {
    /// The version of this build, baked into the image as `SLIPWAY_VERSION`.
    String version();

    /// The name of the pod that answers.
    String pod();

    Api api();

    /// The part that only this service has.
    interface Api {
        /// What a client must present to move money. No default: a service without it does not
        /// start.
        String token();

        /// How long a new pod may rehearse with ledger before it takes requests all the same.
        ///
        /// Two seconds buy a rehearsal on half a core; a ledger that is away must not keep api
        /// away.
        @WithDefault("2S")
        Duration rehearsal();
    }
}

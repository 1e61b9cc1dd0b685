package slipway.ledger;

import io.smallrye.config.ConfigMapping;

/// What an operator may set; the defaults stand in `application.properties`.
@ConfigMapping(prefix = "slipway")
public interface LedgerConfig {
    /// The version of this build, baked into the image as `SLIPWAY_VERSION`.
    String version();

    /// The pod's name. A StatefulSet ends it in an ordinal, which is this replica's worker number.
    String pod();

    /// The number of the last migration that this version brings, or `latest`.
    String schema();

    /// Where Postgres is, for readiness, which does not ask the pool.
    Postgres postgres();

    /// The same values as the pool's.
    interface Postgres {
        String url();

        String username();

        String password();
    }
}

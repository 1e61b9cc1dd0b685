package slipway.ledger;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// Brings the schema as far as this version knows it. One that a later version has expanded
/// meanwhile it leaves as it is, so that it can be rolled back to.
@Singleton
class Schema implements FlywayConfigurationCustomizer {
    private final String last;

    Schema(LedgerConfig config) {
        this.last = config.schema();
    }

    @Override
    public void customize(FluentConfiguration flyway) {
        flyway.target(last);
    }
}

package slipway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/// Ready while Postgres lets a new connection in.
///
/// The pool is not asked: one that is full of work says nothing of Postgres, and the other
/// replica's would be full too.
@Readiness
@ApplicationScoped
class PostgresAnswers implements HealthCheck {
    /// The kubelet and the agents of all nodes ask; one connection in this time serves them all.
    private static final long KEPT_NANOS = Duration.ofSeconds(2).toNanos();

    private final String url;
    private final Properties properties = new Properties();

    private volatile @Nullable Seen last;

    @Inject
    PostgresAnswers(LedgerConfig config) {
        this(config.postgres().url(), config.postgres().username(), config.postgres().password());
    }

    PostgresAnswers(String url, String username, String password) {
        this.url = url;
        properties.setProperty("user", username);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "ledger-readiness");
        // Two seconds in all; the driver gives up in a thread of its own, which the others end.
        properties.setProperty("loginTimeout", "2");
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "2");
    }

    @Override
    public HealthCheckResponse call() {
        var seen = last;
        if (seen == null || System.nanoTime() - seen.at > KEPT_NANOS) {
            seen = look();
            last = seen;
        }
        var answer = HealthCheckResponse.named("Postgres answers").status(seen.fault == null);
        return seen.fault == null ? answer.build() : answer.withData("fault", seen.fault).build();
    }

    private Seen look() {
        try (var _ = DriverManager.getConnection(url, properties)) {
            return new Seen(null, System.nanoTime());
        } catch (SQLException e) {
            return new Seen(String.valueOf(e.getMessage()), System.nanoTime());
        }
    }

    private record Seen(@Nullable String fault, long at) {}
}

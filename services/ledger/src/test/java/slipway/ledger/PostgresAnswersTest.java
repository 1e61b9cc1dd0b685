package slipway.ledger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.microprofile.health.HealthCheckResponse.Status.DOWN;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealPostgres.class)
class PostgresAnswersTest {
    @Inject DataSource postgres;

    private static <T> T setting(String name, Class<T> type) {
        return ConfigProvider.getConfig().getValue(name, type);
    }

    @Test
    @DisplayName("a pool without a free connection does not make the pod unready")
    void poolExhausted() throws SQLException {
        var taken = new ArrayList<Connection>();
        try {
            for (var i = 0; i < setting("quarkus.datasource.jdbc.max-size", int.class); i++) {
                taken.add(postgres.getConnection());
            }
            given().get("/accounts/a-000").then().statusCode(503);
            given().port(setting("quarkus.management.test-port", int.class))
                    .get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .header("Slipway-Version", "dev")
                    .header("Slipway-Pod", setting("slipway.pod", String.class));
        } finally {
            for (var connection : taken) {
                connection.close();
            }
        }
    }

    @Test
    @DisplayName("a Postgres that refuses or says nothing makes the pod unready within seconds")
    void away() throws IOException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var url = "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/ledger";
            var began = Instant.now();
            assertThat(new PostgresAnswers(url, "ledger", "").call().getStatus()).isEqualTo(DOWN);
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(4));
        }
        var nobody = "jdbc:postgresql://localhost:1/ledger";
        assertThat(new PostgresAnswers(nobody, "ledger", "").call().getStatus()).isEqualTo(DOWN);
    }
}

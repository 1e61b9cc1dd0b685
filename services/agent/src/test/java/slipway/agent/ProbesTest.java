package slipway.agent;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TargetDouble.class)
class ProbesTest {
    private static final String API = "sightings.find { it.probe == 'http-api' }.";
    private static final String TRICKLING = "sightings.find { it.probe == 'http-trickling' }.";

    @AfterEach
    void recover() {
        TargetDouble.status = 200;
        TargetDouble.trickleMillis = 0;
    }

    /// Asks for the view until it is as it should be, for five seconds at most.
    private static JsonPath viewWhere(Predicate<JsonPath> asItShouldBe) throws Exception {
        var deadline = Instant.now().plus(Duration.ofSeconds(5));
        var view = given().get("/probes").jsonPath();
        while (!asItShouldBe.test(view) && Instant.now().isBefore(deadline)) {
            Thread.sleep(20);
            view = given().get("/probes").jsonPath();
        }
        assertThat(view).as("the view after 5 s: %s", view.prettify()).matches(asItShouldBe);
        return view;
    }

    @Test
    @DisplayName("a target that answers is up, with the version that answered")
    void up() throws Exception {
        var view = viewWhere(v -> Boolean.TRUE.equals(v.get(API + "up")));
        assertThat(view.getString(API + "detail")).contains("version v7");
        assertThat(view.getDouble(API + "millis")).isPositive();
        assertThat(view.getBoolean("sightings.find { it.probe == 'dns-api' }.up")).isTrue();
    }

    @Test
    @DisplayName("a target that answers badly is down, and up again when it has recovered")
    void downAndUp() throws Exception {
        TargetDouble.status = 503;
        var view = viewWhere(v -> Boolean.FALSE.equals(v.get(API + "up")));
        assertThat(view.getString(API + "detail")).contains("expected status 200").contains("503");
        TargetDouble.status = 200;
        viewWhere(v -> Boolean.TRUE.equals(v.get(API + "up")));
    }

    @Test
    @DisplayName("a name that does not resolve is seen as DNS that fails")
    void unresolved() throws Exception {
        viewWhere(v -> Boolean.FALSE.equals(v.get("sightings.find { it.probe == 'dns-gone' }.up")));
    }

    @Test
    @DisplayName("pressure is the kernel's figure, and absent where the kernel is silent")
    void pressure() {
        given().get("/probes")
                .then()
                .body("pressure.cpu", equalTo(12.5f))
                .body("pressure.size()", equalTo(1));
    }

    @Test
    @DisplayName("the metrics show both a target that is up and one that is down")
    void metrics() throws Exception {
        viewWhere(v -> v.getList("sightings").size() == 6);
        assertThat(metricsNow())
                .contains("agent_probe_up{probe=\"http-api\"} 1.0")
                .contains("agent_probe_up{probe=\"http-gone\"} 0.0")
                .contains("agent_node_pressure_percent")
                .contains("12.5");
    }

    private static String metricsNow() {
        var management =
                ConfigProvider.getConfig().getValue("quarkus.management.test-port", int.class);
        return given().port(management).get("/q/metrics").asString();
    }

    @Test
    @DisplayName(
            "a probe that hangs is down before it ends, and one that ended too late is down too")
    void late() throws Exception {
        viewWhere(v -> Boolean.TRUE.equals(v.get(TRICKLING + "up")));
        assertThat(metricsNow()).contains("agent_probe_up{probe=\"http-trickling\"} 1.0");

        // Seventeen pauses: none of them is too long, all together are.
        TargetDouble.trickleMillis = 150;
        viewWhere(v -> v.getString(TRICKLING + "detail").startsWith("no answer since"));
        assertThat(metricsNow()).contains("agent_probe_up{probe=\"http-trickling\"} 0.0");
        var view = viewWhere(v -> v.getString(TRICKLING + "detail").contains("longer than 1000"));
        assertThat(view.getBoolean(TRICKLING + "up")).isFalse();
    }
}

package slipway.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.api.LedgerDouble.Answer;

@QuarkusTest
@QuarkusTestResource(LedgerDouble.class)
class TransfersTest {
    private static final String RECEIPT =
            """
            {"id":"00000000000000ff","key":"k-1","from":"a-001","to":"a-002","amount":5}\
            """;

    private static final String ORDER =
            """
            {"from":"a-001","to":"a-002","amount":5}\
            """;

    private static final String AWAY = "ledger is away; ask again with the same key";

    private static Response post(String body) {
        return given().header("Authorization", "Bearer open-sesame")
                .header("Idempotency-Key", "k-1")
                .contentType("application/json")
                .body(body)
                .post("/transfers");
    }

    @Test
    @DisplayName("a transfer is handed to ledger with its key, and the receipt comes back")
    void posted() {
        LedgerDouble.answering(Answer.of(201, RECEIPT));
        post(ORDER)
                .then()
                .statusCode(201)
                .body("id", equalTo("00000000000000ff"))
                .body("amount", equalTo(5));
        assertThat(LedgerDouble.REQUESTS)
                .singleElement()
                .isEqualTo(new LedgerDouble.Request("POST /transfers", "k-1", ORDER));
    }

    @Test
    @DisplayName("a condition reaches ledger, and that it is not met the client")
    void onCondition() {
        LedgerDouble.answering(Answer.of(412, "{\"error\":\"because\"}"));
        var order = "{\"from\":\"a-001\",\"to\":\"a-002\",\"amount\":5,\"held\":7}";
        post(order).then().statusCode(412).body("error", equalTo("because"));
        assertThat(LedgerDouble.REQUESTS)
                .singleElement()
                .isEqualTo(new LedgerDouble.Request("POST /transfers", "k-1", order));
    }

    @Test
    @DisplayName("a replay is told from a first answer by its status, as ledger told it")
    void replayed() {
        LedgerDouble.answering(Answer.of(200, RECEIPT));
        post(ORDER).then().statusCode(200).body("key", equalTo("k-1"));
    }

    @Test
    @DisplayName("ledger's refusals reach the client with status and reason, and are not retried")
    void refused() {
        for (var status : new int[] {400, 404, 409, 422}) {
            LedgerDouble.answering(Answer.of(status, "{\"error\":\"because\"}"));
            post(ORDER).then().statusCode(status).body("error", equalTo("because"));
            assertThat(LedgerDouble.REQUESTS).hasSize(1);
        }
    }

    @Test
    @DisplayName("a refusal that is no JSON of ledger's keeps its status")
    void foreignRefusal() {
        LedgerDouble.answering(Answer.of(404, "<html>"));
        post(ORDER).then().statusCode(404).body("error", equalTo("no reason given"));
    }

    @Test
    @DisplayName("without the token nothing reaches ledger")
    void unauthorised() {
        LedgerDouble.answering(Answer.of(201, RECEIPT));
        for (var token : new String[] {"Bearer wrong", "open-sesame", "Bearer open-sesame2", ""}) {
            given().header("Authorization", token)
                    .header("Idempotency-Key", "k-1")
                    .contentType("application/json")
                    .body(ORDER)
                    .post("/transfers")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", "Bearer")
                    .header("Slipway-Version", "dev");
        }
        assertThat(LedgerDouble.REQUESTS).isEmpty();
    }

    @Test
    @DisplayName("orders that make no sense never reach ledger")
    void nonsense() {
        LedgerDouble.answering(Answer.of(201, RECEIPT));
        post("{broken").then().statusCode(400);
        post("").then().statusCode(400);
        post("{\"from\":\"a-001\",\"amount\":5}").then().statusCode(400);
        post("{\"from\":\"a-001\",\"to\":\"a-002\",\"amount\":0}").then().statusCode(400);
        post("{\"from\":\"a-001\",\"to\":\"a-002\",\"amount\":\"much\"}").then().statusCode(400);
        post("{\"from\":\"a-001\",\"to\":\"a-002\",\"amount\":1.99}").then().statusCode(400);
        post("{\"from\":\"" + "a".repeat(17_000) + "\"}").then().statusCode(413);
        given().header("Authorization", "Bearer open-sesame")
                .contentType("application/json")
                .body(ORDER)
                .post("/transfers")
                .then()
                .statusCode(400)
                .body("error", containsString("Idempotency-Key"));
        assertThat(LedgerDouble.REQUESTS).isEmpty();
    }

    @Test
    @DisplayName(
            "a connection that breaks, even within the answer, and a 503 are tried again with the"
                    + " same key")
    void triedAgain() {
        LedgerDouble.answering(
                Answer.broken(),
                Answer.brokenWithin(201, RECEIPT),
                Answer.of(503, "{\"error\":\"away\"}"),
                Answer.of(201, RECEIPT));
        post(ORDER).then().statusCode(201);
        assertThat(LedgerDouble.REQUESTS)
                .hasSizeGreaterThanOrEqualTo(4)
                .allMatch(request -> request.key().equals("k-1") && request.body().equals(ORDER));
    }

    @Test
    @DisplayName(
            "a ledger that stays away is asked ever more rarely, then it is a 503 that says what to"
                    + " do and no more")
    void away() {
        LedgerDouble.answering(Answer.of(503, "{\"error\":\"Postgres failed\"}"));
        var began = Instant.now();
        post(ORDER)
                .then()
                .statusCode(503)
                .header(Failures.EFFECT, nullValue()) // nobody knows
                .body("error", equalTo(AWAY));
        // Pauses of 100, 200, 400 and 800 ms and then of 1 s, each 50 ms more or less.
        assertThat(Duration.between(began, Instant.now()))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        assertThat(LedgerDouble.REQUESTS).hasSizeBetween(7, 8);

        LedgerDouble.answering(Answer.broken());
        post(ORDER).then().statusCode(503).body("error", equalTo(AWAY));
    }

    @Test
    @DisplayName(
            "so many may wait for a ledger that stands still; whoever comes then hears so at once")
    void full() throws Exception {
        LedgerDouble.answering(Answer.slow(3_000));
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Response>>();
            for (int i = 0; i < Ledger.WAITING + 20; i++) {
                answers.add(clients.submit(() -> given().get("/accounts/a-000")));
            }
            int refused = 0;
            for (var answer : answers) {
                if (answer.get().statusCode() == 503) {
                    refused++;
                    answer.get().then().header(Failures.EFFECT, "none");
                }
            }
            assertThat(refused).isEqualTo(20);
        }
        LedgerDouble.answering(Answer.of(200, "{\"id\":\"a-000\",\"balance\":7}"));
        given().get("/accounts/a-000").then().statusCode(200);
    }

    @Test
    @DisplayName("a ledger too slow to answer is given up, not waited for")
    void slow() {
        LedgerDouble.answering(Answer.slow(20_000));
        var began = Instant.now();
        given().get("/accounts/a-000").then().statusCode(503);
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(12));
    }

    @Test
    @DisplayName("reads pass through, without a token")
    void reads() {
        LedgerDouble.answering(Answer.of(200, RECEIPT));
        given().get("/transfers/00000000000000ff").then().body("to", equalTo("a-002"));
        LedgerDouble.answering(Answer.of(200, "{\"transfers\":[" + RECEIPT + "],\"next\":null}"));
        given().get("/transfers?after=0&prefix=run&limit=7")
                .then()
                .statusCode(200)
                .body("transfers", hasSize(1))
                .body("next", nullValue());
        assertThat(LedgerDouble.REQUESTS.getFirst().line())
                .isEqualTo("GET /transfers?after=0&prefix=run&limit=7");
        LedgerDouble.answering(
                Answer.of(200, "{\"accounts\":[{\"id\":\"a-000\",\"balance\":7}],\"schema\":2}"));
        given().get("/accounts")
                .then()
                .body("accounts[0].balance", equalTo(7))
                .body("schema", equalTo(2));
        LedgerDouble.answering(Answer.of(200, "{\"accounts\":[]}"));
        given().get("/accounts").then().statusCode(200).body("schema", nullValue());
        LedgerDouble.answering(Answer.of(200, "{\"id\":\"a-000\",\"balance\":7}"));
        given().get("/accounts/a-000").then().body("balance", equalTo(7));
    }

    @Test
    @DisplayName("every answer, even a refusal, names the version and the pod")
    void version() {
        given().get("/version")
                .then()
                .statusCode(200)
                .header("Slipway-Version", "dev")
                .body("service", equalTo("api"))
                .body("version", equalTo("dev"));
        given().get("/nowhere").then().statusCode(404).header("Slipway-Version", "dev");
    }
}

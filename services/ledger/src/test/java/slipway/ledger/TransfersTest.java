package slipway.ledger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(RealPostgres.class)
class TransfersTest {
    /// A hundred accounts of a million each, as the schema seeds them.
    private static final long ALL_MONEY = 100_000_000;

    @Inject DataSource postgres;
    @Inject Flyway flyway;

    private static Response post(String key, String from, String to, long amount) {
        return given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"from\":\"%s\",\"to\":\"%s\",\"amount\":%d}".formatted(from, to, amount))
                .post("/transfers");
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    private static long balance(String account) {
        return given().get("/accounts/" + account)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("balance");
    }

    private static long total() {
        return given()
                .get("/accounts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("accounts.balance", Long.class)
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Test
    @DisplayName("a transfer moves money once, and is read back at once")
    void moves() {
        var from = balance("a-001");
        var to = balance("a-002");
        var key = newKey();
        var id =
                post(key, "a-001", "a-002", 5)
                        .then()
                        .statusCode(201)
                        .body("id", matchesPattern("[0-9a-f]{16}"))
                        .body("key", equalTo(key))
                        .body("from", equalTo("a-001"))
                        .body("to", equalTo("a-002"))
                        .body("amount", equalTo(5))
                        .extract()
                        .<String>path("id");
        assertThat(balance("a-001")).isEqualTo(from - 5);
        assertThat(balance("a-002")).isEqualTo(to + 5);
        given().get("/transfers/" + id).then().statusCode(200).body("key", equalTo(key));
    }

    @Test
    @DisplayName("what was acknowledged is committed: another connection sees it")
    void committed() throws SQLException {
        var key = newKey();
        post(key, "a-003", "a-004", 1).then().statusCode(201);
        try (var connection = postgres.getConnection();
                var query =
                        connection.prepareStatement(
                                "select count(*) from transfers where key = ?")) {
            query.setString(1, key);
            var rows = query.executeQuery();
            rows.next();
            assertThat(rows.getInt(1)).isOne();
        }
    }

    @Test
    @DisplayName("a commit that Postgres refuses is not acknowledged, and leaves nothing behind")
    void refusedCommit() throws SQLException {
        var key = newKey();
        sql(
                """
                create function refuse() returns trigger language plpgsql as
                    $$ begin raise exception 'refused at commit'; end $$;
                create constraint trigger refuse after insert on transfers deferrable initially deferred
                    for each row when (new.amount = 424242) execute function refuse();
                """);
        try {
            var before = balance("a-005");
            post(key, "a-005", "a-006", 424242)
                    .then()
                    .statusCode(503)
                    .body("error", containsString("refused at commit"));
            assertThat(balance("a-005")).isEqualTo(before);
        } finally {
            sql("drop trigger refuse on transfers; drop function refuse()");
        }
        post(key, "a-005", "a-006", 424242).then().statusCode(201);
    }

    @Test
    @DisplayName(
            "on a schema that a later version has expanded this one starts, and books as before")
    void expanded() {
        var latest =
                Flyway.configure().configuration(flyway.getConfiguration()).target("latest").load();
        assertThat(schema()).isEqualTo(2);
        assertThat(latest.migrate().migrationsExecuted).isEqualTo(1);
        assertThat(schema()).isEqualTo(3);
        assertThat(flyway.migrate().migrationsExecuted).isZero();
        var key = newKey();
        post(key, "a-070", "a-071", 7).then().statusCode(201);
        post(key, "a-070", "a-071", 7).then().statusCode(200);
    }

    private static int schema() {
        return given().get("/accounts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getInt("schema");
    }

    private void sql(String statements) throws SQLException {
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    @Test
    @DisplayName("the same key and order again: the same answer, and no money moves")
    void replay() {
        var key = newKey();
        var first = post(key, "a-007", "a-008", 3).then().statusCode(201).extract().asString();
        var before = balance("a-007");
        var second = post(key, "a-007", "a-008", 3).then().statusCode(200).extract().asString();
        assertThat(second).isEqualTo(first);
        assertThat(balance("a-007")).isEqualTo(before);
    }

    @Test
    @DisplayName("the same key for another order is refused, even if the order is impossible")
    void keyReused() {
        var key = newKey();
        post(key, "a-009", "a-010", 3).then().statusCode(201);
        post(key, "a-009", "a-010", 4).then().statusCode(422).body("error", containsString(key));
        post(key, "a-009", "nobody", 3).then().statusCode(422);
    }

    @Test
    @DisplayName("an account that somebody keeps locked is a 503 within seconds, and no loss")
    void locked() throws SQLException {
        var key = newKey();
        var before = balance("a-060");
        try (var holder = postgres.getConnection();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select * from accounts where id = 'a-060' for update");
            var began = Instant.now();
            post(key, "a-060", "a-061", 5)
                    .then()
                    .statusCode(503)
                    .header("Connection", "close") // the other replica may have less to do
                    .body("error", containsString("lock timeout"));
            // 1 s, and two for a busy machine; api waits for 5.
            assertThat(Duration.between(began, Instant.now()))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
            holder.rollback();
        }
        assertThat(balance("a-060")).isEqualTo(before);
        post(key, "a-060", "a-061", 5).then().statusCode(201);
        assertThat(balance("a-060")).isEqualTo(before - 5);
    }

    @Test
    @DisplayName("a session that falls asleep in a transaction loses its locks after 10 s")
    void asleep() throws SQLException {
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("10s");
    }

    private String setting(String name) throws SQLException {
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    @DisplayName("a refused overdraft stays refused under its key, even when the money is there")
    void refusedForGood() {
        var key = newKey();
        var held = balance("a-062");
        var order = held + 10;
        var no = post(key, "a-062", "a-063", order).then().statusCode(409).extract().asString();
        assertThat(no).contains("a-062 holds %d, less than %d".formatted(held, order));
        post(newKey(), "a-064", "a-062", 10).then().statusCode(201);

        var again = post(key, "a-062", "a-063", order).then().statusCode(409).extract().asString();
        assertThat(again).isEqualTo(no);
        post(key, "a-062", "a-063", 1).then().statusCode(422).body("error", containsString(key));
        assertThat(balance("a-062")).isEqualTo(order);

        post(newKey(), "a-062", "a-063", order).then().statusCode(201);
        post(newKey(), "a-063", "a-062", order).then().statusCode(201);
    }

    private static Response postIf(String key, String from, String to, long amount, long held) {
        return given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(
                        "{\"from\":\"%s\",\"to\":\"%s\",\"amount\":%d,\"held\":%d}"
                                .formatted(from, to, amount, held))
                .post("/transfers");
    }

    @Test
    @DisplayName("an order on condition is done where the account holds so much, and stays refused")
    void onCondition() {
        var held = balance("a-067");
        var done = newKey();
        postIf(done, "a-067", "a-068", 5, held).then().statusCode(201);
        postIf(done, "a-067", "a-068", 5, held).then().statusCode(200);

        var key = newKey();
        var no = postIf(key, "a-067", "a-068", 5, held).then().statusCode(412).extract().asString();
        assertThat(no).contains("a-067 holds %d".formatted(held - 5));
        post(newKey(), "a-068", "a-067", 5).then().statusCode(201);
        assertThat(
                        postIf(key, "a-067", "a-068", 5, held)
                                .then()
                                .statusCode(412)
                                .extract()
                                .asString())
                .isEqualTo(no);
        assertThat(balance("a-067")).isEqualTo(held);

        postIf(newKey(), "a-067", "a-068", held + 1, held)
                .then()
                .statusCode(400)
                .body("error", containsString("held must be at least the amount"));
    }

    @Test
    @DisplayName("of ten orders on one condition one is done")
    void raceOnCondition() throws Exception {
        var held = balance("a-067");
        var statuses =
                atOnce(10, _ -> () -> postIf(newKey(), "a-067", "a-068", 1, held).statusCode());
        assertThat(statuses).containsOnly(201, 412).containsOnlyOnce(201);
        assertThat(balance("a-067")).isEqualTo(held - 1);
        post(newKey(), "a-068", "a-067", 1).then().statusCode(201);
    }

    @Test
    @DisplayName("one overdraft sent ten times at once, or raced by another, is refused every time")
    void raceOfOverdrafts() throws Exception {
        var key = newKey();
        assertThat(atOnce(10, _ -> () -> post(key, "a-065", "a-066", 5_000_000).statusCode()))
                .containsOnly(409);
        for (var round = 0; round < 5; round++) {
            var raced = newKey();
            var statuses =
                    atOnce(
                            8,
                            i -> () -> post(raced, "a-07" + i, "a-08" + i, 5_000_000).statusCode());
            assertThat(statuses).containsOnly(409, 422).containsOnlyOnce(409);
        }
    }

    @Test
    @DisplayName("text that Postgres cannot hold is the client's fault: 400, and asked once")
    void unfit() {
        for (var path : new String[] {"/accounts/%00", "/transfers?prefix=%00"}) {
            given().urlEncodingEnabled(false)
                    .get(path)
                    .then()
                    .statusCode(400)
                    .body(
                            "error",
                            equalTo("the request holds a text or a number that cannot be stored"));
        }
        post(newKey(), "a-000\\u0000", "a-001", 1).then().statusCode(400);
    }

    @Test
    @DisplayName("an amount is a whole number, not one that would be made whole")
    void fraction() {
        var before = balance("a-067");
        given().header("Idempotency-Key", newKey())
                .contentType("application/json")
                .body("{\"from\":\"a-067\",\"to\":\"a-068\",\"amount\":1.99}")
                .post("/transfers")
                .then()
                .statusCode(400);
        assertThat(balance("a-067")).isEqualTo(before);
    }

    @Test
    @DisplayName("a body above 16 kB is not read")
    void tooLarge() {
        post(newKey(), "a".repeat(17_000), "a-001", 1).then().statusCode(413);
        post(newKey(), "a".repeat(15_000), "a-001", 1).then().statusCode(404);
    }

    @Test
    @DisplayName("orders that make no sense are refused with the reason and without effect")
    void nonsense() {
        var before = total();
        post(newKey(), "a-000", "nobody", 1)
                .then()
                .statusCode(404)
                .body("error", equalTo("no account nobody"));
        post(newKey(), "a-000", "a-000", 1).then().statusCode(400);
        post(newKey(), "a-000", "a-001", 0).then().statusCode(400);
        post(newKey(), "a-000", "a-001", -5).then().statusCode(400);
        post(newKey(), "a-000", "a-001", 2_000_000_000)
                .then()
                .statusCode(409)
                .body("error", containsString("less than 2000000000"));
        post("", "a-000", "a-001", 1).then().statusCode(400);
        post("k".repeat(201), "a-000", "a-001", 1).then().statusCode(400);
        given().header("Idempotency-Key", newKey())
                .contentType("application/json")
                .body("{broken")
                .post("/transfers")
                .then()
                .statusCode(400);
        given().get("/transfers/no-id").then().statusCode(404);
        given().get("/accounts/nobody").then().statusCode(404);
        given().get("/transfers?limit=0").then().statusCode(400);
        given().get("/transfers?limit=1001")
                .then()
                .statusCode(400)
                .body("error", containsString("1..1000"));
        given().get("/transfers?limit=1000").then().statusCode(200);
        assertThat(total()).isEqualTo(before).isEqualTo(ALL_MONEY);
    }

    @Test
    @DisplayName("one key sent ten times at once is one transfer")
    void race() throws Exception {
        var key = newKey();
        var before = balance("a-011");
        var statuses = atOnce(10, _ -> () -> post(key, "a-011", "a-012", 7).statusCode());
        assertThat(statuses).containsOnly(200, 201).containsOnlyOnce(201);
        assertThat(balance("a-011")).isEqualTo(before - 7);
    }

    @Test
    @DisplayName(
            "one key raced by different orders lets one of them through and refuses the others")
    void raceOfOrders() throws Exception {
        for (var round = 0; round < 5; round++) {
            var key = newKey();
            var statuses = atOnce(8, i -> () -> post(key, "a-02" + i, "a-03" + i, 1).statusCode());
            assertThat(statuses).containsOnly(201, 422).containsOnlyOnce(201);
        }
    }

    @Test
    @DisplayName("transfers in opposite directions neither deadlock nor make money")
    void crossing() throws Exception {
        for (var round = 0; round < 5; round++) {
            var statuses =
                    atOnce(
                            8, // as many as the pool bears: more would wait, and may be refused
                            i ->
                                    () ->
                                            (i % 2 == 0
                                                            ? post(newKey(), "a-040", "a-041", 2)
                                                            : post(newKey(), "a-041", "a-040", 2))
                                                    .statusCode());
            assertThat(statuses).containsOnly(201);
        }
        assertThat(total()).isEqualTo(ALL_MONEY);
    }

    @Test
    @DisplayName("whoever reads all accounts while money moves finds all of it")
    void snapshots() throws Exception {
        for (var round = 0; round < 20; round++) {
            var seen =
                    atOnce(
                            8,
                            i ->
                                    () ->
                                            i % 2 == 0
                                                    ? Math.toIntExact(total())
                                                    : post(newKey(), "a-042", "a-043", 3)
                                                            .statusCode());
            assertThat(seen).containsOnly(Math.toIntExact(ALL_MONEY), 201);
        }
    }

    private static List<Integer> atOnce(int times, IntFunction<Callable<Integer>> call)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(IntStream.range(0, times).mapToObj(call).toList()).stream()
                    .map(Future::resultNow)
                    .toList();
        }
    }

    @Test
    @DisplayName("pages follow each other in the order of ids, without gap or overlap")
    void pages() {
        var mark = post(newKey(), "a-050", "a-051", 1).then().extract().<String>path("id");
        var posted =
                IntStream.range(0, 5)
                        .mapToObj(_ -> post(newKey(), "a-050", "a-051", 1).<String>path("id"))
                        .toList();
        var first = page(mark, 3);
        assertThat(first.getList("transfers.id", String.class)).isEqualTo(posted.subList(0, 3));
        var second = page(first.getString("next"), 3);
        assertThat(second.getList("transfers.id", String.class)).isEqualTo(posted.subList(3, 5));
        assertThat(second.getString("next")).isNull();
    }

    @Test
    @DisplayName(
            "a page may be narrowed to the keys that begin so; signs of a pattern mean themselves")
    void prefix() {
        for (var key : new String[] {"run_1-a", "run_1-b", "run21-a", "run%1-a"}) {
            post(key, "a-052", "a-053", 1).then().statusCode(201);
        }
        assertThat(
                        given().queryParam("prefix", "run_1")
                                .get("/transfers")
                                .jsonPath()
                                .getList("transfers.key", String.class))
                .containsExactly("run_1-a", "run_1-b");
    }

    private static JsonPath page(String after, int limit) {
        return given().get("/transfers?after=" + after + "&limit=" + limit)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    @DisplayName("every answer, even a refusal, names the version and the pod")
    void version() {
        given().get("/version")
                .then()
                .statusCode(200)
                .header("Slipway-Version", "dev")
                .body("service", equalTo("ledger"))
                .body("version", equalTo("dev"));
        given().get("/nowhere").then().statusCode(404).header("Slipway-Version", "dev");
    }

    @Test
    @DisplayName("one answer in twenty asks the caller to connect anew")
    void turnover() {
        long asked =
                IntStream.range(0, 3 * Turnover.ONE_IN)
                        .filter(_ -> "close".equals(given().get("/version").header("Connection")))
                        .count();
        assertThat(asked).isEqualTo(3);
    }
}

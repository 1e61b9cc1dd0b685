package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.Operation;
import slipway.core.Outcome;
import slipway.core.Transfer;

class AnswerTest {
    private static final Operation WRITE =
            new Operation.Write(new Transfer("r-1", "a-000", "a-001", 5));
    private static final Operation READ = new Operation.ReadAccount("a-000");

    private static Outcome write(int status, String body) {
        return Answer.outcome(WRITE, status, false, body);
    }

    @ParameterizedTest
    @DisplayName("a success about what was asked is an acknowledgement, first time or repeated")
    @ValueSource(ints = {200, 201})
    void acknowledged(int status) {
        assertThat(write(status, "{\"id\":\"1\",\"key\":\"r-1\"}"))
                .isEqualTo(new Outcome.Acknowledged(status));
        assertThat(Answer.outcome(READ, status, false, "{\"id\":\"a-000\",\"balance\":17}"))
                .isEqualTo(new Outcome.Acknowledged(status, 17L));
    }

    @Test
    @DisplayName("a success that does not tell the balance in whole numbers tells none")
    void noBalance() {
        for (var body :
                new String[] {"\"a-000\"", "{\"a-000\"", "{\"id\":\"a-000\",\"balance\":1.5}"}) {
            assertThat(Answer.outcome(READ, 200, false, body))
                    .isEqualTo(new Outcome.Acknowledged(200));
        }
    }

    @Test
    @DisplayName("of all accounts the sum is told, if each of them tells its balance")
    void total() {
        assertThat(total("{\"accounts\":[{\"balance\":17},{\"balance\":4}],\"schema\":2}"))
                .isEqualTo(new Outcome.Acknowledged(200, 21L));
        assertThat(total("{\"accounts\":[]}")).isEqualTo(new Outcome.Acknowledged(200, 0L));
        for (var body :
                new String[] {
                    "{\"accounts\":[{\"balance\":17},{\"id\":\"a-001\"}]}",
                    "{\"accounts\":[{\"balance\":17},{\"bal",
                    "{\"accounts\":{\"balance\":17}}"
                }) {
            assertThat(total(body)).isEqualTo(new Outcome.Acknowledged(200));
        }
        assertThat(total("{\"id\":\"a-000\",\"balance\":17}"))
                .as("about one account")
                .isInstanceOf(Outcome.Uncertain.class);
        assertThat(Answer.outcome(new Operation.ReadTotal(), 503, false, ""))
                .isEqualTo(new Outcome.Refused(503, ""));
    }

    private static Outcome total(String body) {
        return Answer.outcome(new Operation.ReadTotal(), 200, false, body);
    }

    @Test
    @DisplayName("a success about another transfer acknowledges nothing")
    void mixedUp() {
        assertThat(write(201, "{\"id\":\"1\",\"key\":\"r-10\"}"))
                .isInstanceOf(Outcome.Uncertain.class);
        assertThat(write(201, "")).isInstanceOf(Outcome.Uncertain.class);
    }

    @ParameterizedTest
    @DisplayName("a 4xx is certainly without effect")
    @ValueSource(ints = {400, 401, 404, 409, 422, 429})
    void refused(int status) {
        assertThat(write(status, " no \n money "))
                .isEqualTo(new Outcome.Refused(status, "no money"));
    }

    @ParameterizedTest
    @DisplayName("a gateway's 5xx, a 408 and a redirection leave open whether a transfer was done")
    @ValueSource(ints = {302, 408, 500, 502, 503, 504})
    void uncertain(int status) {
        assertThat(write(status, "")).isInstanceOf(Outcome.Uncertain.class);
    }

    @Test
    @DisplayName("a 5xx is without effect where the api says so, and for a read always")
    void harmless() {
        assertThat(Answer.outcome(WRITE, 503, true, "ledger away"))
                .isEqualTo(new Outcome.Refused(503, "ledger away"));
        assertThat(Answer.outcome(READ, 503, false, "")).isEqualTo(new Outcome.Refused(503, ""));
    }

    @Test
    @DisplayName("a condition that was not met is an answer, of transfers alone")
    void unmet() {
        assertThat(write(412, "{}")).isEqualTo(new Outcome.Unmet(412));
        assertThat(write(412, "{}").answered()).isTrue();
        assertThat(write(412, "{}").mayHaveTakenEffect()).isFalse();
        assertThat(Answer.outcome(READ, 412, false, "")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    @DisplayName("a long reason is cut")
    void cut() {
        assertThat(((Outcome.Refused) write(400, "x".repeat(1_000))).reason()).hasSize(201);
    }
}

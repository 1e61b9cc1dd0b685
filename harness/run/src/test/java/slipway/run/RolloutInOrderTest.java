package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.History;
import slipway.core.InvalidSpec;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.loadtest.NoFailedRequests;
import slipway.rollout.Migrated;
import slipway.rollout.Plan;
import slipway.rollout.Rollout;
import slipway.rollout.RolloutInOrder;

/// Several workloads that are rolled out one after the other, on the simulated cluster.
class RolloutInOrderTest {
    private static final Workload LEDGER = Workload.statefulSet("ledger");
    private static final Workload API = Workload.deployment("api");
    private static final Plan SCHEMA = Plan.rolling(LEDGER, new Version("v2-schema"));

    private static History play(Plan... plans) throws InterruptedException {
        return Simulated.play(
                Simulated.disturbed(
                        Scenarios.named("rollout-of-three"),
                        new RolloutInOrder(API, List.of(plans))));
    }

    private static History.Span span(History history, String step) {
        return history.span(step).orElseThrow();
    }

    private static void assertAsBefore(History history, Workload workload) {
        assertThat(history.observations(workload).getLast().replicas())
                .satisfies(
                        replicas -> {
                            assertThat(replicas.settled()).isTrue();
                            assertThat(replicas.existing().keySet())
                                    .allMatch(new Version("v1")::named);
                        });
    }

    @Test
    @DisplayName(
            "where the second one fails both are taken back, the last first, and no request fails")
    void takenBack() throws Exception {
        var bad = Plan.rolling(API, new Version("v2-crashloop")).within(Duration.ofSeconds(40));
        var history = play(SCHEMA, bad);
        assertThat(span(history, "roll ledger").end())
                .isLessThanOrEqualTo(span(history, "roll api").begin());
        assertThat(span(history, Rollout.takingBack(API)).end())
                .isLessThanOrEqualTo(span(history, Rollout.takingBack(LEDGER)).begin());
        assertAsBefore(history, API);
        assertAsBefore(history, LEDGER);
        assertThat(new NoFailedRequests().check(history)).isInstanceOf(Verdict.Holds.class);
        assertThat(new NothingLeft().check(history)).isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("where the first one fails the second one never begins")
    void stopped() throws Exception {
        var bad = Plan.rolling(LEDGER, new Version("v2-crashloop")).within(Duration.ofSeconds(40));
        var history = play(bad, Plan.rolling(API, new Version("v2")));
        assertThat(history.span("roll api")).isEmpty();
        assertThat(history.span(Rollout.takingBack(API))).isEmpty();
        assertAsBefore(history, LEDGER);
    }

    @Test
    @DisplayName("what is claimed of the schema is the last migration that ledger's sources have")
    void lastMigration() throws Exception {
        var migrations =
                Slipway.checkout().resolve("services/ledger/src/main/resources/db/migration");
        try (var files = Files.list(migrations)) {
            int last =
                    files.map(file -> String.valueOf(file.getFileName()))
                            .mapToInt(name -> Integer.parseInt(name.replaceAll("^V|__.*", "")))
                            .max()
                            .orElseThrow();
            assertThat(Scenarios.named("rollout-of-three").checkers())
                    .contains(new Migrated(LEDGER, last));
        }
    }

    @Test
    @DisplayName("a workload that comes twice, or a subject that is not among them, is refused")
    void refused() {
        assertThatThrownBy(() -> new RolloutInOrder(LEDGER, List.of(SCHEMA, SCHEMA)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("each once");
        assertThatThrownBy(() -> new RolloutInOrder(API, List.of(SCHEMA)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("Deployment api");
    }
}

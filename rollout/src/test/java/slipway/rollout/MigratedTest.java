package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Books;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;
import slipway.core.Workload;

class MigratedTest {
    private static final Migrated MIGRATED = new Migrated(Workload.statefulSet("ledger"), 3);

    private static Verdict check(Event... events) {
        return MIGRATED.check(new History(List.of(events)));
    }

    private static Event before(@Nullable Integer schema) {
        return new Event.OpeningRead(1, new Books(List.of(), Map.of(), schema));
    }

    private static Event after(@Nullable Integer schema) {
        return new Event.Read(2, new Books(List.of(), Map.of(), schema));
    }

    @Test
    @DisplayName("a schema that the final read finds where the version brings it was migrated")
    void migrated() {
        var verdict = check(before(2), after(3));
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict.figures())
                .containsEntry("schemaBefore", 2)
                .containsEntry("schemaAfter", 3);
    }

    @Test
    @DisplayName("the figures tell that an earlier run had migrated it already")
    void earlier() {
        var verdict = check(before(3), after(3));
        assertThat(verdict).isInstanceOf(Verdict.Holds.class);
        assertThat(verdict.figures()).containsEntry("schemaBefore", 3);
    }

    @Test
    @DisplayName("one that is as before was not, and the final read bears witness")
    void notMigrated() {
        assertThat(check(before(2), after(2)))
                .isInstanceOfSatisfying(
                        Verdict.Violated.class,
                        violated -> {
                            assertThat(violated.why()).contains("migration 2");
                            assertThat(violated.witnesses()).containsExactly(after(2));
                        });
    }

    @Test
    @DisplayName("where nobody read it, or was told, nothing is said")
    void unseen() {
        assertThat(check(before(2))).isInstanceOf(Verdict.Undecided.class);
        assertThat(check(before(2), after(null))).isInstanceOf(Verdict.Undecided.class);
    }
}

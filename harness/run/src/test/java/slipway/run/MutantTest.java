package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Verdict;
import slipway.loadtest.NoLostTransfers;

class MutantTest {
    private static final Mutant NOSYNC = Mutant.named(List.of("nosync")).getFirst();
    private static final String LOST = new NoLostTransfers().claim();
    private static final Verdict SLOW =
            new Verdict.Violated("requests fail for no longer", "a slow host", List.of(), Map.of());

    private static Verdict holds(String claim) {
        return new Verdict.Holds(claim, Map.of());
    }

    private static Verdict violated(String claim) {
        return new Verdict.Violated(claim, "as planted", List.of(), Map.of());
    }

    @Test
    @DisplayName("it is caught by the claim that it breaks, and that the sound suite keeps")
    void caught() {
        assertThat(NOSYNC.caught(List.of(violated(LOST)), List.of(holds(LOST)))).isTrue();
        assertThat(NOSYNC.caught(List.of(violated(LOST)), List.of(violated(LOST)))).isFalse();
        assertThat(NOSYNC.caught(List.of(holds(LOST)), List.of(holds(LOST)))).isFalse();
    }

    @Test
    @DisplayName("by what a slow host breaks it is not caught")
    void otherwise() {
        assertThat(
                        NOSYNC.caught(
                                List.of(holds(LOST), SLOW),
                                List.of(holds(LOST), holds(SLOW.claim()))))
                .isFalse();
    }

    @Test
    @DisplayName("each breaks a claim of its own scenario")
    void claims() {
        for (var mutant : Mutant.all()) {
            assertThat(mutant.scenario().checkers())
                    .as(mutant.bug())
                    .extracting(checker -> checker.claim())
                    .containsAll(mutant.claims());
            assertThat(mutant.claims()).as(mutant.bug()).isNotEmpty();
        }
    }
}

package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.InvalidSpec;
import slipway.core.Verdict;

class ClientOnTimeTest {
    private static Verdict check(int onTime, int late) {
        var lines = new ArrayList<>(Collections.nCopies(onTime, "read ok late 40"));
        lines.addAll(Collections.nCopies(late, "read ok late 80"));
        return new ClientOnTime().check(Histories.of(lines.toArray(String[]::new)));
    }

    @Test
    @DisplayName("one in a hundred may be late")
    void onTime() {
        assertThat(check(99, 1))
                .isInstanceOfSatisfying(
                        Verdict.Holds.class,
                        holds ->
                                assertThat(holds.figures())
                                        .containsEntry("sent", 100)
                                        .containsEntry("late", 1L)
                                        .containsKeys("latenessP50Millis", "latenessP99Millis"));
    }

    @Test
    @DisplayName("more late ones leave it undecided: the harness is to blame, not the service")
    void late() {
        assertThat(check(98, 2))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> assertThat(undecided.why()).contains("2 of 100"));
    }

    @Test
    @DisplayName(
            "a client that stood still once saw nothing in that time, however many were on time")
    void stoodStill() {
        var lines = new ArrayList<>(Collections.nCopies(999, "read ok"));
        lines.add("read ok late 501");
        assertThat(new ClientOnTime().check(Histories.of(lines.toArray(String[]::new))))
                .isInstanceOfSatisfying(
                        Verdict.Undecided.class,
                        undecided -> assertThat(undecided.why()).contains("501 ms", "500"));
    }

    @Test
    @DisplayName("slow answers are not the client's lateness")
    void slowService() {
        assertThat(new ClientOnTime().check(Histories.of("read ok took 5000")))
                .isInstanceOf(Verdict.Holds.class);
    }

    @Test
    @DisplayName("nothing sent, nothing said; and a tolerance of nothing makes no sense")
    void nothing() {
        assertThat(check(0, 0)).isInstanceOf(Verdict.Undecided.class);
        var tolerance = Duration.ofMillis(50);
        assertThatThrownBy(() -> new ClientOnTime(Duration.ZERO, 0.01, tolerance))
                .isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> new ClientOnTime(tolerance, 1, tolerance))
                .isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> new ClientOnTime(tolerance, 0.01, Duration.ofMillis(49)))
                .isInstanceOf(InvalidSpec.class);
    }
}

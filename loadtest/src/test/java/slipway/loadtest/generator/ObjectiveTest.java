package slipway.loadtest.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.InvalidSpec;
import slipway.core.Verdict;

class ObjectiveTest {
    /// A thousand requests that took 1 to 1,000 ms, but for ten that failed and ten that timed out.
    private static Measurement measured(long late, long unsent, long stood) {
        var latency = Meter.microseconds();
        for (int i = 1; i <= 1_000; i++) {
            latency.recordValue(i * 1_000L);
        }
        var lateness = Meter.microseconds();
        lateness.recordValue(stood * 1_000);
        return new Measurement(
                new Tally(1_000, 980, 10, 10, late),
                unsent,
                Duration.ofSeconds(10),
                latency,
                latency,
                lateness,
                Map.of("503", 10L));
    }

    @ParameterizedTest
    @CsvSource({
        "p50<510ms, holds", "p50<490ms, violated", "p90 < 0.91s, holds", "p99<980ms, violated",
        "p99.9<1s, holds", "MAX<999ms, violated", "failed<2.1%, holds", "failed<2%, violated"
    })
    @DisplayName("an objective is met below its bound, and missed at it")
    void judged(String text, String word) {
        var objective = Objective.parse(text);
        var verdicts = Trust.judge(measured(0, 0, 0), List.of(objective));

        assertThat(verdicts.getFirst().word()).isEqualTo("holds");
        assertThat(verdicts.getLast().word()).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({"11, 0, 100", "0, 1, 0", "0, 0, 501"})
    @DisplayName("where the client was late, stood still or did not send, nothing is decided")
    void untrusted(long late, long unsent, long stood) {
        assertThat(Trust.judge(measured(late, unsent, stood), List.of(Objective.parse("p50<1ms"))))
                .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Undecided.class));
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 500", "1000, 0, 98"})
    @DisplayName("a client that was seldom late, or by little beside what it measured, is trusted")
    void trusted(long late, long unsent, long stood) {
        assertThat(Trust.judge(measured(late, unsent, stood), List.of()))
                .allSatisfy(verdict -> assertThat(verdict).isInstanceOf(Verdict.Holds.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p99",
                "p98<1ms",
                "p99<1",
                "p99<1%",
                "failed<1ms",
                "p99>1ms",
                "p99<0ms",
                "failed<101%",
                "p99<-1ms"
            })
    @DisplayName("what is no objective is refused")
    void refused(String text) {
        assertThatThrownBy(() -> Objective.parse(text))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("an objective is");
    }
}

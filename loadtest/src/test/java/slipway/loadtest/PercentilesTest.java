package slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;

class PercentilesTest {
    @Test
    @DisplayName("of 1 to 1000 ms, the 99th percentile is 990 ms")
    void known() {
        var lines =
                IntStream.rangeClosed(1, 1_000)
                        .mapToObj(ms -> "read ok took " + ms)
                        .toArray(String[]::new);
        var latency = Percentiles.ofLatency(Histories.of(lines).exchanges());
        assertThat(latency.p50()).isCloseTo(500, within(1.0));
        assertThat(latency.p90()).isCloseTo(900, within(1.0));
        assertThat(latency.p99()).isCloseTo(990, within(1.0));
        assertThat(latency.p999()).isCloseTo(999, within(1.0));
        assertThat(latency.max()).isCloseTo(1_000, within(1.0));
    }

    @Test
    @DisplayName("a fast refusal does not flatter, a timeout counts as long as it lasted")
    void failures() {
        var history = Histories.of("read ok took 100", "read refused", "read timeout took 900");
        var latency = Percentiles.ofLatency(history.exchanges());
        assertThat(latency.p50()).isCloseTo(100, within(1.0));
        assertThat(latency.max()).isCloseTo(900, within(1.0));
    }

    @Test
    @DisplayName("what never ended is slower than anything, and nothing at all is 0")
    void extremes() {
        var open = Percentiles.ofLatency(Histories.of("read open").exchanges());
        assertThat(open.p50()).isCloseTo(3_600_000, within(3_600.0));
        assertThat(Percentiles.ofLatency(List.of())).isEqualTo(new Percentiles(0, 0, 0, 0, 0));
    }
}

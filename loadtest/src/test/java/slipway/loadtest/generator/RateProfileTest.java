package slipway.loadtest.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.InvalidSpec;
import slipway.loadtest.generator.RateProfile.Leg;
import slipway.loadtest.generator.RateProfile.Shape;
import slipway.loadtest.generator.RateProfile.Spacing;

class RateProfileTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final double SECOND = 1e9;

    private static long[] times(RateProfile profile, Spacing spacing) {
        var times = LongStream.builder();
        profile.times(spacing, new SplittableRandom(42))
                .forEachRemaining((long at) -> times.add(at));
        return times.build().toArray();
    }

    private static long between(long[] times, double from, double until) {
        return LongStream.of(times)
                .filter(at -> from * SECOND <= at && at < until * SECOND)
                .count();
    }

    @Test
    @DisplayName("a constant load has every request at its place, the first at once")
    void constant() {
        var times = times(Shape.CONSTANT.of(200, Duration.ofSeconds(30)), Spacing.EVEN);

        assertThat(times).hasSize(6_000);
        for (int i = 0; i < times.length; i++) {
            assertThat(times[i]).isCloseTo(i * 5_000_000L, within(1L));
        }
    }

    @Test
    @DisplayName("seldom is possible: one request in ten seconds")
    void seldom() {
        assertThat(times(Shape.CONSTANT.of(0.1, MINUTE), Spacing.EVEN))
                .containsExactly(
                        0,
                        10_000_000_000L,
                        20_000_000_000L,
                        30_000_000_000L,
                        40_000_000_000L,
                        50_000_000_000L);
    }

    @Test
    @DisplayName("a ramp from 0 to 100 a second has arrival n where the area below it is n")
    void ramp() {
        var times = times(Shape.RAMP.of(100, MINUTE), Spacing.EVEN);

        assertThat(times).hasSize(3_000);
        // n = 100 t²/120
        assertThat(times[1_000]).isCloseTo((long) (Math.sqrt(1_200) * SECOND), within(1_000L));
        assertThat(between(times, 0, 30)).isEqualTo(750);
    }

    @Test
    @DisplayName("steps go up by tenths, and a spike is a quarter, all of it, and a quarter")
    void stepsAndSpike() {
        var steps = times(Shape.STEP.of(100, MINUTE), Spacing.EVEN);
        for (int i = 0; i < 10; i++) {
            assertThat(between(steps, 6 * i, 6 * (i + 1))).isCloseTo(60L * (i + 1), within(1L));
        }
        var spike = times(Shape.SPIKE.of(100, MINUTE), Spacing.EVEN);
        assertThat(between(spike, 0, 24)).isEqualTo(600);
        assertThat(between(spike, 24, 36)).isEqualTo(1_200);
        assertThat(between(spike, 36, 60)).isEqualTo(600);
    }

    @Test
    @DisplayName("a soak is up to its rate after a minute at most")
    void soak() {
        var times = times(Shape.SOAK.of(10, Duration.ofMinutes(30)), Spacing.EVEN);

        assertThat(between(times, 0, 60)).isEqualTo(300);
        assertThat(between(times, 60, 1_800)).isEqualTo(17_400);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("times ascend, end before the load does, and are as many as the area says")
    void ascending(Shape shape) {
        for (var spacing : Spacing.values()) {
            var profile = shape.of(300, MINUTE);
            var times = times(profile, spacing);

            assertThat(times).isSorted();
            assertThat(times[0]).isNotNegative();
            assertThat(times[times.length - 1]).isLessThan(MINUTE.toNanos());
            // Five standard deviations of Poisson's.
            assertThat((double) times.length)
                    .isCloseTo(
                            profile.arrivals(),
                            within(
                                    spacing == Spacing.EVEN
                                            ? 1.0
                                            : 5 * Math.sqrt(profile.arrivals())));
        }
    }

    @Test
    @DisplayName("Poisson's gaps are exponential: as wide as their mean, and the same for a seed")
    void poisson() {
        var profile = Shape.CONSTANT.of(1_000, Duration.ofSeconds(100));
        var times = times(profile, Spacing.POISSON);
        double squares = 0;
        long short1 = 0;
        for (int i = 1; i < times.length; i++) {
            double gap = (times[i] - times[i - 1]) / 1e6;
            squares += (gap - 1) * (gap - 1);
            short1 += gap < 1 ? 1 : 0;
        }
        assertThat(Math.sqrt(squares / times.length)).isCloseTo(1, within(0.02));
        // 1 - 1/e of them are shorter than the mean.
        assertThat((double) short1 / times.length).isCloseTo(0.632, within(0.01));
        assertThat(times(profile, Spacing.POISSON)).containsExactly(times);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 50_001})
    @DisplayName("a rate that there is not is refused")
    void refused(double rate) {
        assertThatThrownBy(() -> Shape.CONSTANT.of(rate, MINUTE))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("a rate is above 0 and at most 50000 a second");
    }

    @Test
    @DisplayName("a time that there is not is refused, and so is a load without a leg")
    void refusedTimes() {
        assertThatThrownBy(() -> Shape.CONSTANT.of(1, Duration.ZERO))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("a load lasts 100 ms to 24 hours, not PT0S");
        assertThatThrownBy(() -> new RateProfile(List.of())).isInstanceOf(InvalidSpec.class);
        assertThatThrownBy(() -> new Leg(-1, 1, MINUTE)).isInstanceOf(InvalidSpec.class);
    }
}

package slipway.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.RunFailed;

class SimClockTest {
    private final SimClock clock = new SimClock();
    private final List<String> log = new ArrayList<>();

    @Test
    @DisplayName("an hour passes at once, and everybody wakes in the order of their times")
    void hour() throws Exception {
        clock.run(
                () -> {
                    var late = clock.start("late", () -> say(Duration.ofHours(1), "late"));
                    clock.start("early", () -> say(Duration.ofMinutes(1), "early"));
                    late.join();
                    log.add("root");
                });
        assertThat(log).containsExactly("early", "late", "root");
        assertThat(clock.now()).isEqualTo(Duration.ofHours(1).toNanos());
    }

    @Test
    @DisplayName("a cancelled sleeper wakes at once, and has to be joined")
    void cancel() throws Exception {
        clock.run(
                () -> {
                    var sleeper = clock.start("sleeper", () -> say(Duration.ofHours(1), "never"));
                    clock.sleep(Duration.ofSeconds(1));
                    sleeper.cancel();
                    sleeper.join();
                });
        assertThat(log).isEmpty();
        assertThat(clock.now()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    @DisplayName("what a task throws reaches whoever joins it")
    void failure() {
        assertThatThrownBy(
                        () ->
                                clock.run(
                                        () ->
                                                clock.start(
                                                                "broken",
                                                                () -> {
                                                                    throw new java.io.IOException(
                                                                            "no disk");
                                                                })
                                                        .join()))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("broken: no disk");
    }

    private void say(Duration after, String word) throws InterruptedException {
        clock.sleep(after);
        log.add(word);
    }
}

package slipway.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
    @TempDir Path folder;

    @Test
    @DisplayName("a failure tells what ran, how it ended, where the log is and what was said last")
    void failure() {
        var log = folder.resolve("sh.log");
        var command =
                Command.of("sh", "-c", "for i in $(seq 40); do echo line $i; done; exit 3")
                        .logging(log);
        assertThatThrownBy(command::run)
                .isInstanceOf(ClusterFailure.class)
                .hasMessageContaining("ended with 3")
                .hasMessageContaining("all of it: " + log)
                .hasMessageContaining("line 40")
                .hasMessageNotContaining("line 20\n");
        assertThat(log).content().contains("line 1\n", "[ended with 3]");
    }

    @Test
    @DisplayName("a command that hangs is ended, and so are its children")
    void hangs() throws InterruptedException {
        var mark = folder.resolve("late");
        var command =
                Command.of("sh", "-c", "(sleep 2; touch " + mark + ") & wait")
                        .within(Duration.ofMillis(300));
        assertThatThrownBy(command::run).hasMessageContaining("did not end within");
        Thread.sleep(2500); // longer than the child would have slept
        assertThat(mark).doesNotExist();
    }

    @Test
    @DisplayName("a program that is not there is an answer, not a crash")
    void missing() throws InterruptedException {
        var result = Command.of("no-such-program-" + System.nanoTime()).attempt();
        assertThat(result.ok()).isFalse();
    }

    @Test
    @DisplayName("nothing is read from the terminal: a command that asks gets no answer")
    void noInput() throws InterruptedException {
        assertThat(Command.of("cat").within(Duration.ofSeconds(5)).run()).isEmpty();
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the README tells people to type, typed.
@ExtendWith(RealCluster.class)
class ReadmeIT {
    /// Commands that this test may not run, each with what runs them instead.
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "./mvnw verify", "it is what runs this test",
                    "./slipway demo",
                            "up here, its scenarios in ScenariosIT, itself in CommandLineTest",
                    "./slipway down",
                            "RealCluster does, at the end, where it brought the cluster up");

    /// One of the commands deploys api as it is being worked at, which other tests do not expect.
    @AfterAll
    static void asFound() throws Exception {
        assertThat(Launcher.slipway("up").code()).isZero();
    }

    private static List<String> commands() throws Exception {
        var commands = new ArrayList<String>();
        boolean shell = false;
        for (var line : Files.readAllLines(Slipway.checkout().resolve("README.md"))) {
            if (line.startsWith("```")) {
                shell = line.equals("```sh");
            } else if (shell) {
                commands.add(line.strip());
            }
        }
        return commands;
    }

    @Test
    @DisplayName(
            "every command of the README does what it says, in the order in which it stands there")
    void everyCommand() throws Exception {
        var commands = commands();
        assertThat(commands).containsAll(ELSEWHERE.keySet());
        for (var command : commands) {
            if (!ELSEWHERE.containsKey(command)) {
                assertThat(command).startsWith("./slipway ");
                assertThat(Launcher.decided(words(command)).code()).as(command).isZero();
            }
        }
    }

    private static List<String> words(String command) {
        return List.of(command.split(" ")).subList(1, command.split(" ").length);
    }
}

package slipway.chaos;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import slipway.chaos.Register.Act;

/// Porcupine (`bench/peers/porcupine`), the checker of etcd's robustness tests, is asked about the
/// same histories, one by one.
@EnabledIfSystemProperty(
        named = "slipway.peers",
        matches = "true",
        disabledReason = "it builds another project; ./mvnw verify -Ppeers runs it")
class PorcupineIT {
    private static final int HISTORIES = 20_000;
    private static final Path PEER =
            Path.of("../bench/peers/porcupine").toAbsolutePath().normalize();

    private static final Path NOTHING = Path.of("/dev/null");

    /// Fetching and compiling it cold, on two cores.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir private Path folder = Path.of("");

    @Test
    @DisplayName("of 20,000 histories, half of them corrupted, porcupine says the same")
    void same() throws Exception {
        var histories = IntStream.range(0, HISTORIES).mapToObj(PorcupineIT::history).toList();
        var questions = folder.resolve("histories.jsonl");
        Files.write(questions, histories.stream().map(PorcupineIT::json).toList());
        var program = folder.resolve("porcupine");
        run(List.of(PEER.resolve("build.sh").toString(), program.toString()), NOTHING, NOTHING);
        var answers = folder.resolve("answers");
        run(List.of(program.toString()), questions, answers);

        var theirs = Files.readAllLines(answers);
        assertThat(theirs).hasSameSizeAs(histories);
        var check = new Linearizability<>(SimulatedRegisters.MODEL);
        var counts = new TreeMap<String, Integer>();
        var different = new ArrayList<String>();
        for (int i = 0; i < HISTORIES; i++) {
            var ours = word(check.check(histories.get(i)));
            counts.merge(ours, 1, Integer::sum);
            if (!ours.equals(theirs.get(i))) {
                different.add(
                        "history %d: %s, but porcupine says %s: %s"
                                .formatted(i, ours, theirs.get(i), json(histories.get(i))));
            }
        }
        System.out.println("histories by finding: " + counts);
        assertThat(different).isEmpty();
        assertThat(counts).as("both findings, often").containsOnlyKeys("Illegal", "Ok");
        assertThat(counts.values()).allMatch(count -> count >= HISTORIES / 20);
    }

    /// Of few values or many, with or without calls that are not answered; those with an odd number
    /// corrupted.
    private static List<Call<Act>> history(int number) {
        var dice = new SplittableRandom(number);
        var registers =
                new SimulatedRegisters(
                        dice.nextInt(2, 7),
                        dice.nextInt(1, 4),
                        List.of(0, 2, 5).get(dice.nextInt(3)),
                        List.of(0, 10, 25).get(dice.nextInt(3)));
        var calls = registers.calls(dice.nextInt(5, 40), dice);
        return number % 2 == 0 ? calls : registers.corrupted(calls, dice);
    }

    private static String word(Finding<Act> finding) {
        return switch (finding) {
            case Finding.Linearizable<Act> _ -> "Ok";
            case Finding.Illegal<Act> _ -> "Illegal";
            case Finding.Unknown<Act> _ -> "Unknown";
        };
    }

    private static String json(List<Call<Act>> calls) {
        return calls.stream().map(PorcupineIT::json).collect(joining(",", "[", "]"));
    }

    private static String json(Call<Act> call) {
        return switch (call.act()) {
            case Act.Read(var value) -> json(call, "read", value, 0);
            case Act.Write(var value) -> json(call, "write", value, 0);
            case Act.CompareAndSet(var expected, var next) -> json(call, "cas", expected, next);
            case Act.Differed(var expected) -> json(call, "differed", expected, 0);
        };
    }

    private static String json(Call<Act> call, String act, long value, long next) {
        return "{'object':'%s','act':'%s','value':%d,'next':%d,'begin':%d,'end':%d}"
                .formatted(call.object(), act, value, next, call.begin(), call.end())
                .replace('\'', '"');
    }

    private void run(List<String> words, Path in, Path out)
            throws IOException, InterruptedException {
        var errors = folder.resolve("errors");
        var process =
                new ProcessBuilder(words)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(errors.toFile())
                        .start();
        try {
            boolean ended = process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(ended).as("%s within %s", words, PATIENCE).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as("%s: %s", words, Files.readString(errors)).isZero();
    }
}

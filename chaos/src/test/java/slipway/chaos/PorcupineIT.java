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
import java.util.function.Function;
import java.util.function.IntFunction;
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

    /// Little enough for some of the transfers to find too little there.
    private static final long INITIAL = 40;

    private static final Path NOTHING = Path.of("/dev/null");

    /// Fetching and compiling it cold, on two cores.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir private Path folder = Path.of("");

    @Test
    @DisplayName("of 20,000 histories of registers, half corrupted, porcupine says the same")
    void registers() throws Exception {
        var check = new Linearizability<>(SimulatedRegisters.MODEL);
        compare(PorcupineIT::history, check::check, PorcupineIT::json);
    }

    @Test
    @DisplayName("of 20,000 histories of accounts, half corrupted, porcupine says the same")
    void accounts() throws Exception {
        compare(
                PorcupineIT::ofAccount,
                calls -> new Linearizability<>(Balance.before(INITIAL, calls)).check(calls),
                PorcupineIT::jsonOfAccount);
    }

    private <A> void compare(
            IntFunction<List<Call<A>>> history,
            Function<List<Call<A>>, Finding<A>> check,
            Function<List<Call<A>>, String> json)
            throws Exception {
        var histories = IntStream.range(0, HISTORIES).mapToObj(history).toList();
        var questions = folder.resolve("histories.jsonl");
        Files.write(questions, histories.stream().map(json).toList());
        var program = folder.resolve("porcupine");
        run(List.of(PEER.resolve("build.sh").toString(), program.toString()), NOTHING, NOTHING);
        var answers = folder.resolve("answers");
        run(List.of(program.toString()), questions, answers);

        var theirs = Files.readAllLines(answers);
        assertThat(theirs).hasSameSizeAs(histories);
        var counts = new TreeMap<String, Integer>();
        var different = new ArrayList<String>();
        for (int i = 0; i < HISTORIES; i++) {
            var ours = word(check.apply(histories.get(i)));
            counts.merge(ours, 1, Integer::sum);
            if (!ours.equals(theirs.get(i))) {
                different.add(
                        "history %d: %s, but porcupine says %s: %s"
                                .formatted(i, ours, theirs.get(i), json.apply(histories.get(i))));
            }
        }
        System.out.println("histories by finding: " + counts);
        assertThat(different).isEmpty();
        assertThat(counts).as("both findings, often").containsOnlyKeys("Illegal", "Ok");
        assertThat(counts.values()).allMatch(count -> count >= HISTORIES / 20);
    }

    /// With little in the account or much, of transfers with conditions or without, whose answers
    /// may be lost; those with an odd number corrupted.
    private static List<Call<Balance.Act>> ofAccount(int number) {
        var dice = new SplittableRandom(number);
        var account =
                new SimulatedAccount(
                        INITIAL,
                        List.of(2, 20).get(dice.nextInt(2)),
                        dice.nextInt(1, 4),
                        0.4,
                        List.of(0.0, 0.5).get(dice.nextInt(2)));
        var calls = account.calls(dice.nextInt(5, 25), dice);
        if (dice.nextBoolean()) {
            calls = SimulatedAccount.unanswered(calls, dice);
        }
        return number % 2 == 0 ? calls : SimulatedAccount.corrupted(calls, dice);
    }

    /// What it holds at first is written before anybody calls.
    private static String jsonOfAccount(List<Call<Balance.Act>> calls) {
        long before = calls.stream().mapToLong(Call::begin).min().orElse(0) - 2;
        var lines = new ArrayList<String>();
        lines.add(json("a", before, before + 1, "write", INITIAL, 0));
        calls.forEach(call -> lines.add(jsonOfAccount(call)));
        return lines.stream().collect(joining(",", "[", "]"));
    }

    private static String jsonOfAccount(Call<Balance.Act> call) {
        return switch (call.act()) {
            case Balance.Act.Add(var amount) -> json(call, "add", amount, 0);
            case Balance.Act.Read(var balance) -> json(call, "read", balance, 0);
            case Balance.Act.AddTo(var held, var amount) -> json(call, "addto", held, amount);
            case Balance.Act.Differed(var held) -> json(call, "differed", held, 0);
        };
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

    private static String word(Finding<?> finding) {
        return switch (finding) {
            case Finding.Linearizable<?> _ -> "Ok";
            case Finding.Illegal<?> _ -> "Illegal";
            case Finding.Unknown<?> _ -> "Unknown";
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

    private static String json(Call<?> call, String act, long value, long next) {
        return json(call.object(), call.begin(), call.end(), act, value, next);
    }

    private static String json(
            String object, long begin, long end, String act, long value, long next) {
        return "{'object':'%s','act':'%s','value':%d,'next':%d,'begin':%d,'end':%d}"
                .formatted(object, act, value, next, begin, end)
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

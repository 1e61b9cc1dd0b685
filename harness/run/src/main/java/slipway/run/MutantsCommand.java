package slipway.run;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slipway.core.InvalidSpec;
import slipway.core.Verdict;

/// `slipway mutants`.
@Command(
        name = "mutants",
        mixinStandardHelpOptions = true,
        description =
                "Plant bugs in the suite, one at a time, and see whether their scenarios catch them; and run each scenario as often with the sound suite. Exit code 1 where a bug was missed, or a sound suite blamed.")
final class MutantsCommand implements Callable<Integer> {
    private static final int MOST = 100;

    @Parameters(paramLabel = "BUG", arity = "0..*", description = "Which of them; all if none.")
    private List<String> bugs = List.of();

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "10",
            description = "Try each until it is caught, N times at most, 1 to 100.")
    private int trials = 10;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private VenueOptions venues = new VenueOptions();
    @Mixin private RunsOption where = new RunsOption();
    @Spec private CommandSpec spec;

    /// What came of one.
    ///
    /// @param tried how often, until it was caught
    /// @param blamed how often the sound suite was, in as many runs
    private record Score(Mutant mutant, boolean caught, int tried, int blamed) {}

    @Override
    public Integer call() throws InterruptedException {
        if (trials < 1 || trials > MOST) {
            throw new InvalidSpec("--trials takes 1 to %d, not %d".formatted(MOST, trials));
        }
        var mutants = Mutant.named(bugs);
        var out = spec.commandLine().getOut();
        var scores = new ArrayList<Score>();
        try (var house = venues.open(where.runs(), spec)) {
            for (var mutant : mutants) {
                var score = score(house, mutant);
                scores.add(score);
                if (!json) {
                    tell(score, out);
                }
            }
        }
        long missed = scores.stream().filter(score -> !score.caught()).count();
        int blamed = scores.stream().mapToInt(Score::blamed).sum();
        if (json) {
            out.println(Json.pretty(Map.of("mutants", scores.stream().map(this::plain).toList())));
        } else {
            out.printf(
                    "%d of %d mutants caught; the sound suite was blamed %d times in %d runs%n",
                    scores.size() - missed,
                    scores.size(),
                    blamed,
                    scores.stream().mapToInt(Score::tried).sum());
        }
        out.flush();
        return missed == 0 && blamed == 0 ? 0 : 1;
    }

    private Score score(House house, Mutant mutant) throws InterruptedException {
        boolean caught = false;
        int tried = 0;
        int blamed = 0;
        while (!caught && tried < trials) {
            long seed = mutant.scenario().seed() + tried;
            caught = violated(house.perform(mutant.scenario().seeded(seed)));
            blamed += violated(house.perform(mutant.sound().seeded(seed))) ? 1 : 0;
            tried++;
        }
        return new Score(mutant, caught, tried, blamed);
    }

    /// That nobody could decide catches nobody.
    private static boolean violated(Performance performance) {
        return performance.worst() instanceof Verdict.Violated;
    }

    private static void tell(Score score, PrintWriter out) {
        out.printf(
                "%-10s %s by %s in %d trial(s): %s%n",
                score.mutant().bug(),
                score.caught() ? "caught" : "MISSED",
                score.mutant().sound().name(),
                score.tried(),
                score.mutant().what());
        if (score.blamed() > 0) {
            out.printf("%-10s the sound suite was blamed %d times%n", "", score.blamed());
        }
        out.flush();
    }

    private Map<String, Object> plain(Score score) {
        var plain = new LinkedHashMap<String, Object>();
        plain.put("name", score.mutant().bug());
        plain.put("scenario", score.mutant().sound().name());
        plain.put("caught", score.caught());
        plain.put("trials", score.tried());
        plain.put("falseAlarms", score.blamed());
        return plain;
    }
}

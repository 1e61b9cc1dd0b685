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
import slipway.core.RunFailed;
import slipway.core.Scenario;
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
            description =
                    "Try each until it is caught and the sound suite has held, N times at most, 1 to 100.")
    private int trials = 10;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin private VenueOptions venues = new VenueOptions();
    @Mixin private RunsOption where = new RunsOption();
    @Spec private CommandSpec spec;
    private boolean played;

    /// What came of one.
    ///
    /// @param tried how often, until it was caught and the sound suite held
    /// @param held how often the claims of the sound suite held, in as many runs
    /// @param blamed how often they were violated; what is left was decided neither way
    private record Score(Mutant mutant, boolean caught, int tried, int held, int blamed) {
        /// A bug that was caught where a sound suite was not blamed.
        boolean good() {
            return caught && held > 0 && blamed == 0;
        }
    }

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
        if (json) {
            out.println(Json.pretty(Map.of("mutants", scores.stream().map(this::plain).toList())));
        } else {
            out.printf(
                    "%d of %d mutants caught; of the sound suite's %d runs %d held, and %d were violated%n",
                    scores.stream().filter(Score::caught).count(),
                    scores.size(),
                    scores.stream().mapToInt(Score::tried).sum(),
                    scores.stream().mapToInt(Score::held).sum(),
                    scores.stream().mapToInt(Score::blamed).sum());
        }
        out.flush();
        return scores.stream().allMatch(Score::good) ? 0 : 1;
    }

    private Score score(House house, Mutant mutant) throws InterruptedException {
        boolean caught = false;
        int tried = 0;
        int held = 0;
        int blamed = 0;
        // A sound suite that nobody could decide on says nothing of false alarms.
        while (!(caught && held > 0) && tried < trials) {
            long seed = mutant.scenario().seed() + tried;
            var ill = verdicts(house, mutant.scenario().seeded(seed));
            var sound = verdicts(house, mutant.sound().seeded(seed));
            caught |= mutant.caught(ill, sound);
            var worst = Verdict.worst(sound);
            held += worst instanceof Verdict.Holds ? 1 : 0;
            blamed += worst instanceof Verdict.Violated ? 1 : 0;
            tried++;
        }
        return new Score(mutant, caught, tried, held, blamed);
    }

    /// A trial that came to no end is void, as one that nobody could decide: it catches nobody, and
    /// the next one may. So is one that could not begin since the suite is not well, after others.
    private List<Verdict> verdicts(House house, Scenario scenario) throws InterruptedException {
        try {
            var verdicts = house.perform(scenario).verdicts();
            played = true;
            return verdicts;
        } catch (InvalidSpec e) {
            if (!played) {
                throw e;
            }
            return nothing(scenario, e);
        } catch (RunFailed e) {
            return nothing(scenario, e);
        }
    }

    private List<Verdict> nothing(Scenario scenario, RuntimeException e) {
        var why = String.valueOf(e.getMessage());
        spec.commandLine().getErr().printf("a trial of %s is void: %s%n", scenario.name(), why);
        return List.of(new Verdict.Undecided("the run comes to its end", why, Map.of()));
    }

    private static void tell(Score score, PrintWriter out) {
        out.printf(
                "%-10s %s by %s in %d trial(s): %s%n",
                score.mutant().bug(),
                score.caught() ? "caught" : "MISSED",
                score.mutant().sound().name(),
                score.tried(),
                score.mutant().what());
        if (!score.good()) {
            out.printf(
                    "%-10s of the sound suite's runs %d held, and %d were violated%n",
                    "", score.held(), score.blamed());
        }
        out.flush();
    }

    private Map<String, Object> plain(Score score) {
        var plain = new LinkedHashMap<String, Object>();
        plain.put("name", score.mutant().bug());
        plain.put("scenario", score.mutant().sound().name());
        plain.put("caught", score.caught());
        plain.put("trials", score.tried());
        plain.put("soundHeld", score.held());
        plain.put("falseAlarms", score.blamed());
        return plain;
    }
}

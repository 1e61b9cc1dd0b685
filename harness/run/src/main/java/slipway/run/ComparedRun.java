package slipway.run;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import slipway.core.History;
import slipway.core.Scenario;
import slipway.core.Verdict;

/// What one run has to say in a comparison, drawn from its history alone.
///
/// @param scenario its name
/// @param folder where all of it is kept
/// @param worst of the verdicts on its claims
/// @param offered how many requests were sent
/// @param failed how many of them ended without being done
/// @param open how many of them never ended, in a run that was cut off
/// @param figures those that the history tells
record ComparedRun(
        String scenario,
        Path folder,
        Verdict worst,
        long offered,
        long failed,
        long open,
        Map<Measure, Double> figures,
        ComparedPicture picture) {
    ComparedRun {
        figures = Map.copyOf(figures);
    }

    static ComparedRun of(Scenario scenario, History history, Verdict worst, Path folder) {
        var seen = SeenRollout.of(scenario, history);
        var figures = new EnumMap<Measure, Double>(Measure.class);
        for (var measure : Measure.values()) {
            seen.figure(measure).ifPresent(figure -> figures.put(measure, figure));
        }
        return new ComparedRun(
                scenario.name(),
                folder,
                worst,
                seen.offered(),
                seen.failed(),
                seen.open(),
                figures,
                ComparedPicture.of(seen));
    }

    /// Empty where the history does not tell it.
    OptionalDouble figure(Measure measure) {
        var figure = figures.get(measure);
        return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
    }
}

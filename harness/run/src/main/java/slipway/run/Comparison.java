package slipway.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.core.InvalidSpec;
import slipway.core.Verdict;

/// How strategies of rolling out compare, each by the runs of its scenarios.
///
/// @param rows in the order of the table
record Comparison(List<Row> rows) {
    Comparison {
        rows = List.copyOf(rows);
    }

    /// One strategy.
    ///
    /// @param rollouts its runs in which a good version is rolled out; at least one
    /// @param aborts those in which that is aborted; empty where there are none
    record Row(Contender contender, List<ComparedRun> rollouts, List<ComparedRun> aborts) {
        Row {
            rollouts = List.copyOf(rollouts);
            aborts = List.copyOf(aborts);
        }

        /// All of its runs.
        List<ComparedRun> runs() {
            return Stream.concat(rollouts.stream(), aborts.stream()).toList();
        }

        /// The requests of all its rollouts.
        long offered() {
            return rollouts.stream().mapToLong(ComparedRun::offered).sum();
        }

        /// Those of them that failed.
        long failed() {
            return rollouts.stream().mapToLong(ComparedRun::failed).sum();
        }

        /// The share of requests, 0 to 1, of which at most fail, where none did: 3 in N (95 %
        /// confidence, the rule of three). Empty where some were cut off, of which nobody knows.
        OptionalDouble bound() {
            boolean cutOff = rollouts.stream().anyMatch(run -> run.open() > 0);
            return failed() > 0 || cutOff || offered() == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.min(1, 3.0 / offered()));
        }

        /// A figure over the runs that are to show it; empty where none does.
        Optional<Cell> cell(Measure measure) {
            var runs = measure.ofAbort() ? aborts : rollouts;
            var figures =
                    runs.stream()
                            .flatMapToDouble(run -> run.figure(measure).stream())
                            .sorted()
                            .toArray();
            return figures.length == 0
                    ? Optional.empty()
                    : Optional.of(Cell.of(measure, figures, runs.size()));
        }

        /// The worst verdict of its runs.
        Verdict worst() {
            return Verdict.worst(runs().stream().map(ComparedRun::worst).toList());
        }

        /// The rollout that is drawn: the one that took the median time.
        ComparedRun drawn() {
            return median(rollouts, Measure.TOTAL);
        }

        /// The aborted rollout that is drawn: the one whose abort took the median time.
        Optional<ComparedRun> drawnAbort() {
            return aborts.isEmpty() ? Optional.empty() : Optional.of(median(aborts, Measure.ABORT));
        }

        /// Of the runs that have the figure; the first where none has.
        private static ComparedRun median(List<ComparedRun> runs, Measure by) {
            Comparator<ComparedRun> order =
                    Comparator.comparingDouble(run -> run.figure(by).orElseThrow());
            var measured =
                    runs.stream().filter(run -> run.figure(by).isPresent()).sorted(order).toList();
            return measured.isEmpty() ? runs.getFirst() : measured.get((measured.size() - 1) / 2);
        }
    }

    /// A figure over some runs.
    ///
    /// @param measured how many of the runs have it
    /// @param runs how many there are
    record Cell(Measure measure, double median, double least, double most, int measured, int runs) {
        private static Cell of(Measure measure, double[] sorted, int runs) {
            int middle = sorted.length / 2;
            double median =
                    sorted.length % 2 == 1
                            ? sorted[middle]
                            : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Cell(
                    measure, median, sorted[0], sorted[sorted.length - 1], sorted.length, runs);
        }

        /// The median with its unit: `24.11 s`.
        String text() {
            return ReportFigures.value(measure.figure(), median);
        }

        /// What the median hides: `22.5 s–25.02 s`, `in 2 of 3 runs`; empty where it hides nothing.
        String spread() {
            var words = new ArrayList<String>();
            if (least < most) {
                words.add(
                        ReportFigures.value(measure.figure(), least)
                                + "–"
                                + ReportFigures.value(measure.figure(), most));
            }
            if (measured < runs) {
                words.add("in %d of %d runs".formatted(measured, runs));
            }
            return String.join("; ", words);
        }
    }

    /// Puts runs of our own strategies beside each other.
    ///
    /// @throws InvalidSpec as in [#of(List, List)]
    static Comparison of(List<ComparedRun> runs) {
        return of(Contender.ALL, runs);
    }

    /// Puts runs beside each other.
    ///
    /// @throws InvalidSpec for a run of a scenario that is not compared, and for an abort without
    ///   the rollout that it belongs to
    static Comparison of(List<Contender> contenders, List<ComparedRun> runs) {
        var known = contenders.stream().flatMap(c -> c.scenarios().stream()).toList();
        for (var run : runs) {
            if (!known.contains(run.scenario())) {
                throw new InvalidSpec(
                        "%s is none of the scenarios that are compared, which are %s"
                                .formatted(run.scenario(), String.join(", ", known)));
            }
        }
        var rows = new ArrayList<Row>();
        for (var contender : contenders) {
            var rollouts = named(runs, contender.rollout());
            var aborts = named(runs, contender.abort());
            if (!rollouts.isEmpty()) {
                rows.add(new Row(contender, rollouts, aborts));
            } else if (!aborts.isEmpty()) {
                throw new InvalidSpec(
                        "%s is compared beside %s: give a run of that as well"
                                .formatted(contender.abort(), contender.rollout()));
            }
        }
        return new Comparison(rows);
    }

    /// The worst verdict of all runs.
    Verdict worst() {
        return Verdict.worst(rows.stream().map(Row::worst).toList());
    }

    /// Why some strategies have nothing to say of an abort; empty where all have.
    String unaborted() {
        return rows.stream()
                .filter(row -> row.aborts().isEmpty())
                .map(row -> why(row.contender()))
                .collect(Collectors.joining("; "));
    }

    private static String why(Contender contender) {
        return contender.abort() == null
                ? "no scenario aborts a rollout by " + contender.name()
                : "no run of " + contender.abort() + " was given";
    }

    private static List<ComparedRun> named(List<ComparedRun> runs, @Nullable String scenario) {
        return runs.stream().filter(run -> run.scenario().equals(scenario)).toList();
    }
}

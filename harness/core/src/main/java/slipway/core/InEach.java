package slipway.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A claim about one disturbance, made of each round of a [Series]: from its begin to that of the
/// next one.
///
/// @param odd of the first, the third and so on
/// @param even of the others, which may go the other way
public record InEach(Checker odd, Checker even, int rounds) implements Checker {
    @Override
    public String claim() {
        return "%s, in each of %d rounds".formatted(odd.claim(), rounds);
    }

    @Override
    public Verdict check(History history) {
        var verdicts = new ArrayList<Verdict>();
        for (int i = 1; i <= rounds; i++) {
            var span = history.span(Series.step(i, rounds));
            if (span.isEmpty()) {
                break;
            }
            long end =
                    history.span(Series.step(i + 1, rounds))
                            .map(History.Span::begin)
                            .orElse(Long.MAX_VALUE);
            var own = history.between(span.get().begin(), end);
            verdicts.add((i % 2 == 1 ? odd : even).judge(own));
        }
        var figures = figures(verdicts);
        for (int i = 0; i < verdicts.size(); i++) {
            if (verdicts.get(i) instanceof Verdict.Violated(_, var why, var witnesses, _)) {
                return new Verdict.Violated(
                        claim(), "round %d: %s".formatted(i + 1, why), witnesses, figures);
            }
        }
        for (int i = 0; i < verdicts.size(); i++) {
            if (verdicts.get(i) instanceof Verdict.Undecided(_, var why, _)) {
                return new Verdict.Undecided(
                        claim(), "round %d: %s".formatted(i + 1, why), figures);
            }
        }
        return verdicts.size() < rounds
                ? new Verdict.Undecided(
                        claim(), "there were only %d".formatted(verdicts.size()), figures)
                : new Verdict.Holds(claim(), figures);
    }

    /// How many hold, and of each figure the least, the median, the 95th and 99th percentile and
    /// the greatest, by nearest rank.
    private static Map<String, Number> figures(List<Verdict> verdicts) {
        var figures = new LinkedHashMap<String, Number>();
        figures.put("rounds", verdicts.size());
        figures.put("hold", verdicts.stream().filter(Verdict.Holds.class::isInstance).count());
        figures.put(
                "violated", verdicts.stream().filter(Verdict.Violated.class::isInstance).count());
        var all = new TreeMap<String, List<Double>>();
        for (var verdict : verdicts) {
            verdict.figures()
                    .forEach(
                            (name, value) ->
                                    all.computeIfAbsent(name, _ -> new ArrayList<>())
                                            .add(value.doubleValue()));
        }
        all.forEach(
                (name, values) -> {
                    var sorted = values.stream().sorted().toList();
                    figures.put(name + "Min", rank(sorted, 0));
                    figures.put(name + "P50", rank(sorted, 0.5));
                    figures.put(name + "P95", rank(sorted, 0.95));
                    figures.put(name + "P99", rank(sorted, 0.99));
                    figures.put(name + "Max", rank(sorted, 1));
                });
        return figures;
    }

    private static double rank(List<Double> sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }
}

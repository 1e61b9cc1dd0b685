package slipway.rollout;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.apache.commons.statistics.inference.BinomialTest;
import slipway.core.Checker;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Route;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// After each change of the clients' shares the next version answers as many of them as it should,
/// from when the gateway has heard of it to the begin of the next change: by the exact binomial
/// test, for what one gateway draws for each request.
///
/// Undecided where a change has fewer than 50 answers: of 2 s at the usual 40 requests a second
/// there are 80. With 50 a share that is off by 40 points is seen as a rule.
///
/// @param significance below which a share is not taken for chance, of each change
public record SharedAsAsked(
        Workload workload, Version next, List<Integer> shares, double significance)
        implements Checker {
    /// One false alarm in 10,000 runs of a hundred changes.
    private static final double RARE = 1e-6;

    /// Answers after each change.
    private static final int SAMPLE = 50;

    public SharedAsAsked {
        shares = List.copyOf(shares);
    }

    /// Of a plan's shares.
    public SharedAsAsked(Plan plan) {
        this(
                plan.workload(),
                plan.next(),
                plan.steps().stream()
                        .filter(PlanStep.Share.class::isInstance)
                        .map(step -> ((PlanStep.Share) step).percent())
                        .toList(),
                RARE);
    }

    @Override
    public String claim() {
        return "%d changes of share send %s as many clients as they say"
                .formatted(shares.size(), next);
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var spans = history.spans();
        var changes = changes();
        int changed = 0;
        int fewest = Integer.MAX_VALUE;
        double leastLikely = 1;
        for (int i = 0; i < spans.size() && changed < shares.size(); i++) {
            int share = shares.get(changed);
            if (!spans.get(i).step().equals(new PlanStep.Share(share).name(workload, next))) {
                continue;
            }
            changed++;
            long begin = spans.get(i).end() + Route.PROPAGATION.toNanos();
            long end =
                    spans.stream()
                            .skip(i + 1L)
                            .filter(span -> changes.contains(span.step()))
                            .mapToLong(History.Span::begin)
                            .findFirst()
                            .orElse(begin);
            var answered =
                    history.exchanges().stream()
                            .filter(e -> begin < e.invoked().at() && e.invoked().at() < end)
                            .filter(e -> e.version() != null)
                            .toList();
            int met = (int) answered.stream().filter(e -> next.named(e.version())).count();
            fewest = Math.min(fewest, answered.size());
            double chance = chance(met, answered.size(), share);
            leastLikely = Math.min(leastLikely, chance);
            if (chance < significance) {
                figures.put("changes", changed);
                return new Verdict.Violated(
                        claim(),
                        "after change %d to %d %% it answered %d of %d"
                                .formatted(changed, share, met, answered.size()),
                        List.of(new Event.StepEnded(spans.get(i).end(), spans.get(i).step(), null)),
                        figures);
            }
        }
        figures.put("changes", changed);
        if (changed < shares.size()) {
            return new Verdict.Undecided(
                    claim(), "only %d changes were made".formatted(changed), figures);
        }
        figures.put("fewestAnswers", fewest);
        figures.put("leastLikely", leastLikely);
        return fewest < SAMPLE
                ? new Verdict.Undecided(
                        claim(),
                        "only %d were answered after one of them: it takes %d"
                                .formatted(fewest, SAMPLE),
                        figures)
                : new Verdict.Holds(claim(), figures);
    }

    /// The names of the steps after which clients go elsewhere.
    private Set<String> changes() {
        var changes = new HashSet<String>();
        shares.forEach(share -> changes.add(new PlanStep.Share(share).name(workload, next)));
        changes.add(new PlanStep.Promote().name(workload, next));
        changes.addAll(Rollout.waysBack(workload));
        return changes;
    }

    private static double chance(int met, int of, int share) {
        if (of == 0) {
            return 1;
        }
        if (share == 0 || share == 100) {
            return met == (share == 0 ? 0 : of) ? 1 : 0;
        }
        return BinomialTest.withDefaults().test(of, met, share / 100.0).getPValue();
    }
}

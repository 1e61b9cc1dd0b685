package slipway.rollout;

import java.util.LinkedHashMap;
import java.util.function.Predicate;
import slipway.core.Checker;
import slipway.core.Group;
import slipway.core.History;
import slipway.core.History.Exchange;
import slipway.core.Route;
import slipway.core.Verdict;
import slipway.core.Version;
import slipway.core.Workload;

/// In an A/B test each client meets one version: those of the group the next one, all others the
/// one before, from when the gateway has heard where the group goes to the begin of the promotion.
public record AnsweredByGroup(Workload workload, Version from, Version next, Group group)
        implements Checker {
    /// Of each kind of client; with fewer a share of one in a hundred could hide.
    private static final int SAMPLE = 100;

    @Override
    public String claim() {
        return "who has %s meets %s alone, and everybody else %s".formatted(group, next, from);
    }

    @Override
    public Verdict check(History history) {
        var figures = new LinkedHashMap<String, Number>();
        var sent = history.span(new PlanStep.Match(group).name(workload, next));
        var promoted = history.span(new PlanStep.Promote().name(workload, next));
        if (sent.isEmpty() || promoted.isEmpty()) {
            return new Verdict.Undecided(
                    claim(), "the group was not sent to it for a time", figures);
        }
        long begin = sent.get().end() + Route.PROPAGATION.toNanos();
        long end = promoted.get().begin();
        var answered =
                history.exchanges().stream()
                        .filter(e -> begin < e.invoked().at() && e.invoked().at() < end)
                        .filter(e -> e.version() != null)
                        .toList();
        Predicate<Exchange> member = e -> group.equals(e.invoked().group());
        long members = answered.stream().filter(member).count();
        figures.put("answersGroup", members);
        figures.put("answersOthers", answered.size() - members);
        var strayed =
                answered.stream()
                        .filter(e -> !(member.test(e) ? next : from).named(e.version()))
                        .toList();
        figures.put("strayed", strayed.size());
        if (!strayed.isEmpty()) {
            return new Verdict.Violated(
                    claim(),
                    strayed.size() + " requests were answered by the other version",
                    Witnesses.of(strayed),
                    figures);
        }
        if (Math.min(members, answered.size() - members) < SAMPLE) {
            return new Verdict.Undecided(
                    claim(),
                    "too few were answered: it takes %d of each kind".formatted(SAMPLE),
                    figures);
        }
        figures.put("upperBound95", 3.0 / answered.size());
        return new Verdict.Holds(claim(), figures);
    }
}

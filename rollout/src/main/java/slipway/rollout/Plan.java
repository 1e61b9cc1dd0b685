package slipway.rollout;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.core.InvalidSpec;
import slipway.core.Strategy;
import slipway.core.Version;
import slipway.core.Workload;

/// A rollout as a list of steps, checked before anything is touched.
///
/// It goes one of two ways. In place, the workload's controller replaces pod after pod: any kind of
/// workload can. Side by side, both versions run for as long as somebody looks at the next one, and
/// clients are shared out between them: only a Deployment's versions can.
///
/// @param strategy what people call it, such as `canary`
/// @param within how long each step may wait for pods to be ready, or to leave
public record Plan(
        String strategy, Workload workload, Version next, List<PlanStep> steps, Duration within) {
    /// Four pods one after the other, each a JVM that starts on what two busy cores leave it and
    /// then drains its predecessor.
    public static final Duration USUAL = Duration.ofMinutes(3);

    /// What a judge takes at most: at 40 requests a second a tenth of the clients says enough in 25
    /// s.
    public static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final Duration LONGEST = Duration.ofMinutes(5);

    /// Of the hour for which two versions can be held side by side, what is left beside pauses that
    /// somebody asks for and the waiting for pods.
    private static final Duration HELD = Duration.ofMinutes(10);

    /// What is wrong with a list of steps, and where.
    ///
    /// @param step the index of the step that is wrong; the last one where something is missing
    public record Flaw(int step, String why) {}

    /// @throws InvalidSpec for steps that lead nowhere, or that the workload's kind cannot do
    public Plan {
        steps = List.copyOf(steps);
        if (!within.isPositive()) {
            throw new InvalidSpec("a rollout needs time, but is given " + within);
        }
        if (within.compareTo(LONGEST) > 0) {
            throw new InvalidSpec(
                    "a step waits for pods for %d s at most, not %d"
                            .formatted(LONGEST.toSeconds(), within.toSeconds()));
        }
        var flaw = flaw(workload, steps);
        if (flaw != null) {
            throw new InvalidSpec(
                    "step %d of the plan for %s: %s"
                            .formatted(flaw.step() + 1, workload, flaw.why()));
        }
    }

    /// By the workload's own update strategy.
    public static Plan rolling(Workload workload, Version next) {
        return new Plan("rolling update", workload, next, List.of(PlanStep.Update.OWN), USUAL);
    }

    /// All old pods go before the first new one comes: an outage, for versions that must not meet.
    public static Plan recreate(Workload workload, Version next) {
        var update = new PlanStep.Update(new Strategy.Recreate());
        return new Plan("recreation", workload, next, List.of(update), USUAL);
    }

    /// As many new pods as there are old ones, 20 looks at them, all clients at once, and five
    /// seconds in which the old ones could have them back.
    public static Plan blueGreen(Workload workload, Version next) {
        return new Plan(
                "blue-green rollout",
                workload,
                next,
                List.of(
                        new PlanStep.Bring("100%"),
                        new PlanStep.Look(20),
                        new PlanStep.Share(100),
                        new PlanStep.Pause(Duration.ofSeconds(5)),
                        new PlanStep.Promote()),
                USUAL);
    }

    /// One pod for a tenth, then for a quarter of the clients (of five pods one serves no more),
    /// judged each time by what they see.
    public static Plan canary(Workload workload, Version next) {
        var judge = new PlanStep.Judge(new CanaryJudge(), PATIENCE);
        return new Plan(
                "canary rollout",
                workload,
                next,
                List.of(
                        new PlanStep.Bring("1"),
                        new PlanStep.Share(10),
                        judge,
                        new PlanStep.Share(25),
                        judge,
                        new PlanStep.Promote()),
                USUAL);
    }

    /// The same without looking at anything: a pause where a judge was.
    public Plan blind() {
        var pause = new PlanStep.Pause(Duration.ofSeconds(5));
        var unseeing =
                steps.stream()
                        .filter(step -> !(step instanceof PlanStep.Look))
                        .map(step -> step instanceof PlanStep.Judge ? pause : step)
                        .toList();
        return new Plan(strategy + " without a look", workload, next, unseeing, within);
    }

    /// The same by other steps.
    public Plan by(PlanStep... others) {
        return new Plan(strategy, workload, next, List.of(others), within);
    }

    /// The same with another limit.
    public Plan within(Duration limit) {
        return new Plan(strategy, workload, next, steps, limit);
    }

    /// Whether both versions run side by side.
    public boolean sideBySide() {
        return steps.stream().noneMatch(PlanStep.Update.class::isInstance);
    }

    /// The names of the steps.
    public List<String> names() {
        return steps.stream().map(step -> step.name(workload, next)).toList();
    }

    /// One line: `canary rollout of api to v2: bring up 1 of v2, …`.
    public String description() {
        var all = steps.size() == 1 ? "" : ": " + String.join(", ", names());
        return "%s of %s to %s%s".formatted(strategy, workload.name(), next, all);
    }

    /// What is wrong with such steps for such a workload, null where nothing is.
    public static @Nullable Flaw flaw(Workload workload, List<PlanStep> steps) {
        if (steps.isEmpty()) {
            return new Flaw(0, "a plan has at least one step");
        }
        return steps.stream().anyMatch(PlanStep.Update.class::isInstance)
                ? inPlace(workload, steps)
                : beside(workload, steps);
    }

    private static @Nullable Flaw inPlace(Workload workload, List<PlanStep> steps) {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < steps.size(); i++) {
            switch (steps.get(i)) {
                case PlanStep.Update(var strategy) -> {
                    var impossible = impossible(workload, strategy);
                    if (impossible != null) {
                        return new Flaw(i, impossible);
                    }
                    int partition =
                            strategy instanceof Strategy.RollingUpdate rolling
                                    ? rolling.partition()
                                    : 0;
                    if (partition >= least) {
                        return new Flaw(i, "it updates no pod that an earlier step has not");
                    }
                    least = partition;
                }
                case PlanStep.Pause _ -> {}
                default -> {
                    return new Flaw(
                            i,
                            "a plan that updates in place has no versions side by side; it knows update and pause");
                }
            }
        }
        return least == 0
                ? null
                : new Flaw(
                        steps.size() - 1,
                        "the plan ends with pods below ordinal %d at the version before"
                                .formatted(least));
    }

    private static @Nullable String impossible(Workload workload, @Nullable Strategy strategy) {
        var kind = workload.kind();
        return switch (strategy) {
            case null -> null;
            case Strategy.Recreate _ ->
                    kind == Workload.Kind.DEPLOYMENT
                            ? null
                            : "only a Deployment can be recreated, not a " + kind.word();
            case Strategy.OnDelete _ -> "with OnDelete nobody would replace the pods";
            case Strategy.RollingUpdate rolling -> impossible(kind, rolling);
        };
    }

    /// What the API server would refuse, with its defaults for what is not said.
    private static @Nullable String impossible(Workload.Kind kind, Strategy.RollingUpdate rolling) {
        boolean surges = !isNone(rolling.maxSurge(), kind == Workload.Kind.DEPLOYMENT);
        boolean misses = !isNone(rolling.maxUnavailable(), true);
        return switch (kind) {
            case DEPLOYMENT ->
                    rolling.partition() > 0
                            ? "only a StatefulSet has partitions, not a Deployment"
                            : !surges && !misses
                                    ? "with neither surplus nor missing pods no update could begin"
                                    : null;
            case STATEFUL_SET ->
                    !rolling.maxSurge().isEmpty()
                            ? "a StatefulSet knows no surplus pods"
                            : !misses ? "without a missing pod no update could begin" : null;
            case DAEMON_SET ->
                    rolling.partition() > 0
                            ? "only a StatefulSet has partitions, not a DaemonSet"
                            : surges == misses
                                    ? "a DaemonSet has either surplus or missing pods: of maxSurge and maxUnavailable one has to be 0"
                                    : null;
        };
    }

    /// @param byDefault whether there are some where nothing is said
    private static boolean isNone(String count, boolean byDefault) {
        return count.isEmpty() ? !byDefault : count.matches("0+%?");
    }

    private static @Nullable Flaw beside(Workload workload, List<PlanStep> steps) {
        if (workload.kind() != Workload.Kind.DEPLOYMENT) {
            return new Flaw(
                    0,
                    "only a Deployment's versions can run side by side, not a %s's: update it"
                            .formatted(workload.kind().word()));
        }
        int share = 0;
        boolean brought = false;
        var held = Duration.ZERO;
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            share = step instanceof PlanStep.Share(int percent) ? percent : share;
            brought = brought || step instanceof PlanStep.Bring;
            held = brought ? held.plus(held(step)) : held;
            if (held.compareTo(HELD) > 0) {
                return new Flaw(
                        i,
                        "by then two versions have run side by side for %d s; it is %d at most"
                                .formatted(held.toSeconds(), HELD.toSeconds()));
            }
            var why = misplaced(step, i == steps.size() - 1, brought, share);
            if (why != null) {
                return new Flaw(i, why);
            }
        }
        return null;
    }

    /// How long a step may take by itself, beside the waiting for pods.
    private static Duration held(PlanStep step) {
        return switch (step) {
            case PlanStep.Pause(var time) -> time;
            case PlanStep.Judge(_, var patience) -> patience;
            default -> Duration.ZERO;
        };
    }

    /// @param brought whether pods of the next version are there by then
    /// @param share of the clients, in percent, that it has by then
    private static @Nullable String misplaced(
            PlanStep step, boolean last, boolean brought, int share) {
        if (step instanceof PlanStep.Promote && !last) {
            return "nothing is left to do after promote";
        }
        if (!(step instanceof PlanStep.Promote) && last) {
            return "the last step has to promote: with a share of %d %% the rollout would be left half-way"
                    .formatted(share);
        }
        if (!brought && !(step instanceof PlanStep.Pause)) {
            return "no pod of the next version is there yet: bring some up before";
        }
        if (step instanceof PlanStep.Look && share > 0) {
            return "a look comes before the first share: clients are looking already";
        }
        if (step instanceof PlanStep.Judge && (share == 0 || share == 100)) {
            return "a judge compares clients of both versions, and with a share of %d %% one has none"
                    .formatted(share);
        }
        return null;
    }
}

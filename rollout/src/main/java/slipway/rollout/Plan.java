package slipway.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.core.EnvVar;
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
/// @param next the version that is rolled out; where settings change, the one that runs
/// @param settings of the pods' environment, by name, that are set, or set otherwise
/// @param within how long each step may wait for pods to be ready, or to leave
public record Plan(
        String strategy,
        Workload workload,
        Version next,
        Map<String, EnvVar> settings,
        List<PlanStep> steps,
        Duration within) {
    /// Four pods one after the other, each a JVM that starts on what two busy cores leave it and
    /// then drains its predecessor.
    public static final Duration USUAL = Duration.ofMinutes(3);

    /// What a judge takes at most: at 40 requests a second a quarter of the clients says enough in
    /// 10 s, a tenth in 25 s.
    public static final Duration PATIENCE = Duration.ofSeconds(45);

    /// All new pods get going at the same time; 100 requests are enough for one of them.
    private static final CanaryJudge AFTER_SWITCH =
            new CanaryJudge(300, 0.0001, 200, Duration.ofMillis(50), 0.75);

    private static final Duration LONGEST = Duration.ofMinutes(5);

    /// What a plan may take while two versions are held side by side, which they are for an hour at
    /// most ([SideBySide]): these 20 minutes, 30 of pauses that somebody asks for ([Heed]), and 10
    /// for what is in neither, looks and changes of route. With three minutes for each wait a
    /// baseline and the promotion take nine of the 20; with five, fifteen.
    private static final Duration HELD = Duration.ofMinutes(20);

    /// What is wrong with a list of steps, and where.
    ///
    /// @param step the index of the step that is wrong; the last one where something is missing
    public record Flaw(int step, String why) {}

    /// @throws InvalidSpec for steps that lead nowhere, or that the workload's kind cannot do
    public Plan {
        settings = Map.copyOf(settings);
        steps = List.copyOf(steps);
        if (!settings.isEmpty() && !inPlace(steps)) {
            throw new InvalidSpec(
                    "clients tell versions apart, not settings: these change in place only");
        }
        limit(within);
        if (!settings.isEmpty() && steps.stream().anyMatch(Plan::partitioned)) {
            throw new InvalidSpec(
                    "pods with other settings bear the same version: nobody could tell when a partition is done");
        }
        var flaw = flaw(workload, steps, within);
        if (flaw != null) {
            throw new InvalidSpec(
                    "step %d of the plan for %s: %s"
                            .formatted(flaw.step() + 1, workload, flaw.why()));
        }
    }

    /// How long a step may wait for pods.
    ///
    /// @throws InvalidSpec for no time, and for too much of it
    public static Duration limit(Duration within) {
        if (!within.isPositive()) {
            throw new InvalidSpec("a rollout needs time, but is given " + within);
        }
        if (within.compareTo(LONGEST) > 0) {
            throw new InvalidSpec(
                    "a step waits for pods for %d s at most, not %d"
                            .formatted(LONGEST.toSeconds(), within.toSeconds()));
        }
        return within;
    }

    /// Without a change of settings.
    public Plan(
            String strategy,
            Workload workload,
            Version next,
            List<PlanStep> steps,
            Duration within) {
        this(strategy, workload, next, Map.of(), steps, within);
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

    /// As many new pods as there are old ones, 20 looks at them, all clients at once, and a judge
    /// while the old ones could have them back.
    public static Plan blueGreen(Workload workload, Version next) {
        return new Plan(
                "blue-green rollout",
                workload,
                next,
                List.of(
                        new PlanStep.Bring("100%"),
                        new PlanStep.Look(20),
                        new PlanStep.Share(100),
                        new PlanStep.Judge(AFTER_SWITCH, PATIENCE),
                        new PlanStep.Promote()),
                USUAL);
    }

    /// One pod for a quarter of the clients (of five pods one serves no more), judged by what they
    /// see, beside what those of a baseline see. A smaller share would spare nobody: the judge
    /// waits for as many that fail, only longer.
    public static Plan canary(Workload workload, Version next) {
        var judge = new PlanStep.Judge(new CanaryJudge(), PATIENCE);
        return new Plan(
                "canary rollout",
                workload,
                next,
                List.of(
                        new PlanStep.Bring("1", true),
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
        return new Plan(strategy + " without a look", workload, next, settings, unseeing, within);
    }

    /// The same by other steps.
    public Plan by(PlanStep... others) {
        return new Plan(strategy, workload, next, settings, List.of(others), within);
    }

    /// The same with another limit.
    public Plan within(Duration limit) {
        return new Plan(strategy, workload, next, settings, steps, limit);
    }

    /// The same with these settings.
    public Plan setting(Map<String, EnvVar> variables) {
        return new Plan(strategy, workload, next, variables, steps, within);
    }

    /// Whether both versions run side by side.
    public boolean sideBySide() {
        return !inPlace(steps);
    }

    private static boolean partitioned(PlanStep step) {
        return step instanceof PlanStep.Update(var strategy)
                && strategy != null
                && strategy.partition() > 0;
    }

    private static boolean inPlace(List<PlanStep> steps) {
        return steps.stream().anyMatch(PlanStep.Update.class::isInstance);
    }

    /// The names of the steps.
    public List<String> names() {
        return steps.stream().map(step -> step.name(workload, next)).toList();
    }

    /// One line: `canary rollout of api to v2: bring up 1 of v2, …`.
    public String description() {
        var all = steps.size() == 1 ? "" : ": " + String.join(", ", names());
        var with =
                settings.isEmpty()
                        ? ""
                        : " with other settings: " + new TreeMap<>(settings).keySet();
        return "%s of %s to %s%s%s".formatted(strategy, workload.name(), next, with, all);
    }

    /// What is wrong with such steps for such a workload, null where nothing is.
    ///
    /// @param within how long each step may wait for pods
    public static @Nullable Flaw flaw(Workload workload, List<PlanStep> steps, Duration within) {
        if (steps.isEmpty()) {
            return new Flaw(0, "a plan has at least one step");
        }
        return inPlace(steps) ? inPlace(workload, steps) : beside(workload, steps, within);
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
                case PlanStep.Judge judge -> {
                    if (least == 0 || least == Integer.MAX_VALUE) {
                        return new Flaw(
                                i,
                                "a judge compares the pods of two versions: it comes after an update with a partition, and before the one that takes all");
                    }
                    if (judge.by() == PlanStep.Judge.Source.CLIENTS) {
                        return new Flaw(
                                i,
                                "no client chooses among the pods of a StatefulSet, nor tells their versions apart: judge by pods");
                    }
                }
                default -> {
                    return new Flaw(
                            i,
                            "a plan that updates in place has no versions side by side; it knows update, judge and pause");
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

    private static @Nullable Flaw beside(Workload workload, List<PlanStep> steps, Duration within) {
        if (workload.kind() != Workload.Kind.DEPLOYMENT) {
            return new Flaw(
                    0,
                    "only a Deployment's versions can run side by side, not a %s's: update it"
                            .formatted(workload.kind().word()));
        }
        var so = new SoFar(false, false, 0, false, false);
        var held = Duration.ZERO;
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            if (step instanceof PlanStep.Bring(_, boolean baseline)
                    && so.brought()
                    && so.baseline() != baseline) {
                return new Flaw(
                        i,
                        "a baseline is as many pods as the next version has, and as old: either all that are brought up have one, or none");
            }
            so = so.then(step);
            held = so.brought() ? held.plus(held(step, within)) : held;
            if (held.compareTo(HELD) > 0) {
                return new Flaw(
                        i,
                        "by then two versions may have run side by side for %d s; it is %d at most"
                                .formatted(held.toSeconds(), HELD.toSeconds()));
            }
            var why = misplaced(step, i == steps.size() - 1, so);
            if (why != null) {
                return new Flaw(i, why);
            }
        }
        return null;
    }

    /// How long a step may take; a promotion until the hold is over, and a baseline is waited for
    /// after the next version's pods.
    private static Duration held(PlanStep step, Duration within) {
        return switch (step) {
            case PlanStep.Bring(_, boolean baseline) -> within.multipliedBy(baseline ? 2 : 1);
            case PlanStep.Promote _ -> within;
            case PlanStep.Pause(var time) -> time;
            case PlanStep.Judge judge -> judge.patience();
            default -> Duration.ZERO;
        };
    }

    /// What a plan with versions side by side has done by the end of a step.
    ///
    /// @param brought whether pods of the next version are there
    /// @param baseline whether as many fresh ones of the version before are
    /// @param share of the clients, in percent, that it has
    /// @param group whether it has a group of its own
    /// @param mirror whether it is sent copies of reads
    private record SoFar(
            boolean brought, boolean baseline, int share, boolean group, boolean mirror) {
        SoFar then(PlanStep step) {
            return switch (step) {
                case PlanStep.Bring(_, boolean fresh) ->
                        new SoFar(true, fresh, share, group, mirror);
                case PlanStep.Share(int percent) ->
                        new SoFar(brought, baseline, percent, group, false);
                case PlanStep.Match _ -> new SoFar(brought, baseline, share, true, false);
                case PlanStep.Mirror _ -> new SoFar(brought, baseline, share, group, true);
                default -> this;
            };
        }

        /// Whether clients meet the next version.
        boolean met() {
            return share > 0 || group;
        }
    }

    private static @Nullable String misplaced(PlanStep step, boolean last, SoFar so) {
        if (step instanceof PlanStep.Promote && !last) {
            return "nothing is left to do after promote";
        }
        if (!(step instanceof PlanStep.Promote) && last) {
            return "the last step has to promote: with a share of %d %% the rollout would be left half-way"
                    .formatted(so.share());
        }
        if (!so.brought() && !(step instanceof PlanStep.Pause)) {
            return "no pod of the next version is there yet: bring some up before";
        }
        return switch (step) {
            case PlanStep.Look _ when so.mirror() ->
                    "a look comes before reads are mirrored: a gateway prefers the mirror to the header of a look";
            case PlanStep.Look _ when so.met() ->
                    "a look comes before the first share: clients are looking already";
            case PlanStep.Mirror _ when so.met() ->
                    "reads are mirrored before the first share: clients send them already";
            case PlanStep.Share(int percent) when so.baseline() && percent > 50 && percent < 100 ->
                    "the baseline gets as many clients as the next version: a share is 50 % at most then, or 100";
            case PlanStep.Judge _ when !so.met() && !so.mirror() ->
                    "a judge needs requests to the next version, and with a share of 0 % there are none";
            case PlanStep.Judge _ when so.baseline() && so.share() == 0 ->
                    "a judge needs requests to the baseline, and with a share of 0 % there are none";
            case PlanStep.Judge(_, _, var by)
                    when !so.met() && by == PlanStep.Judge.Source.CLIENTS ->
                    "of mirrored reads no client sees the answers: judge by pods";
            case PlanStep.Judge(_, _, var by)
                    when so.share() == 100 && by == PlanStep.Judge.Source.PODS ->
                    "a judge by pods compares those of both versions, and with a share of 100 % one has no requests";
            default -> null;
        };
    }
}

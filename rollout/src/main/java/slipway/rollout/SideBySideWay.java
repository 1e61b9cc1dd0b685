package slipway.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.core.Baseline;
import slipway.core.Event;
import slipway.core.Group;
import slipway.core.History.Exchange;
import slipway.core.Image;
import slipway.core.Outcome;
import slipway.core.Pod;
import slipway.core.Replicas;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.UpdateSpec;
import slipway.core.Workload;

/// Both versions run, and clients are shared out between them.
final class SideBySideWay implements Rollout.Way {
    /// What a gateway may take at most to hear of a version that is only looked at.
    private static final Duration HEARING = Duration.ofSeconds(10);

    /// How often a judge looks while nothing is to be decided but whether it is worse.
    private static final Duration WHILE_PAUSED = Duration.ofSeconds(5);

    /// How often pods are asked what they have counted: each time takes a connection to each of
    /// them.
    private static final Duration COUNTING = Duration.ofSeconds(2);

    /// Longer than any answer takes that is still to come; a slow line needs two of them to ask.
    private static final Duration OVERDUE = Duration.ofSeconds(4);

    private static final Outcome NO_ANSWER =
            new Outcome.Uncertain("no answer for %d s".formatted(OVERDUE.toSeconds()));

    /// How far back, from the begin of the rollout.
    private static final Duration LOOKING_BACK = Duration.ofMinutes(1);

    private final Stage stage;
    private final Plan plan;
    private final UpdateSpec before;
    private final Image image;

    /// From when on it counts what clients of the version before saw.
    private final long since;

    private boolean baseline;
    private int share;
    private Optional<Group> group = Optional.empty();
    private boolean mirror;

    SideBySideWay(Stage stage, Plan plan, UpdateSpec before, Image image) {
        this.stage = stage;
        this.plan = plan;
        this.before = before;
        this.image = image;
        this.since = stage.clock().now() - LOOKING_BACK.toNanos();
    }

    /// Nobody is to meet the first new pod by the workload's own Service.
    @Override
    public void begin() throws InterruptedException {
        stage.during(
                "keep clients with the version before",
                () -> {
                    stage.cluster().route(plan.workload(), Route.only(before.image()));
                    stage.cluster().awaitRouted(plan.workload());
                });
    }

    @Override
    public Finding take(PlanStep step, Heed heed) throws InterruptedException {
        return switch (step) {
            case PlanStep.Bring bring -> bring(bring, heed);
            case PlanStep.Look(int times) -> look(times, heed);
            case PlanStep.Share(int percent) -> {
                share = percent;
                mirror = false;
                yield route();
            }
            case PlanStep.Match(var chosen) -> {
                group = Optional.of(chosen);
                mirror = false;
                yield route();
            }
            case PlanStep.Mirror _ -> {
                mirror = true;
                yield route();
            }
            case PlanStep.Judge judge -> judge(judge, heed);
            case PlanStep.Promote _ -> promote(heed);
            case PlanStep.Update _, PlanStep.Pause _ ->
                    throw new IllegalStateException(
                            "a plan with versions side by side has no step " + step);
        };
    }

    @Override
    public void back() throws InterruptedException {
        both().back(before, Rollout.WITHIN);
    }

    private SideBySide both() {
        return new SideBySide(stage.cluster(), plan.workload());
    }

    private int desired() {
        return Math.max(1, stage.cluster().replicas(plan.workload()).desired());
    }

    private Finding bring(PlanStep.Bring step, Heed heed) throws InterruptedException {
        int pods = step.of(desired());
        if (!step.baseline()) {
            return bring(pods, heed);
        }
        baseline = true;
        stage.cluster().baseline(plan.workload(), before.image(), pods);
        var brought = bring(pods, heed);
        return brought instanceof Finding.Passes ? awaitBaseline(pods, heed) : brought;
    }

    /// That it is not ready is no fault of the next version.
    private Finding awaitBaseline(int pods, Heed heed) throws InterruptedException {
        var ready =
                Patience.await(
                        stage,
                        Baseline.of(plan.workload()),
                        "ready to be compared with",
                        replicas -> replicas.ready() >= pods,
                        plan.within(),
                        heed);
        return ready instanceof Finding.Fails(var why) ? new Finding.Open(why) : ready;
    }

    private Finding bring(int pods, Heed heed) throws InterruptedException {
        both().bring(before, image, pods);
        return Patience.await(
                stage,
                plan.workload(),
                "ready beside in version " + image.version(),
                // An autoscaler may have taken some of them away meanwhile.
                replicas ->
                        SideBySide.ready(replicas, image)
                                >= Math.min(pods, Math.max(1, replicas.desired())),
                plan.within(),
                heed);
    }

    private Finding promote(Heed heed) throws InterruptedException {
        var brought = bring(desired(), heed);
        if (!(brought instanceof Finding.Passes)) {
            return brought;
        }
        share = 100;
        mirror = false;
        var routed = route();
        if (!(routed instanceof Finding.Passes)) {
            return routed;
        }
        var cluster = stage.cluster();
        cluster.awaitRouted(plan.workload());
        cluster.baseline(plan.workload(), before.image(), 0);
        // The last moment to have the pods of before: with the next call all of them go at once.
        if (heed.heard() == Wish.ABORT) {
            return heed.unwanted();
        }
        cluster.update(plan.workload(), before.to(image));
        var alone =
                Patience.await(
                        stage,
                        plan.workload(),
                        "at " + image.version() + " alone",
                        Replicas::settled,
                        plan.within(),
                        heed);
        if (alone instanceof Finding.Passes) {
            cluster.unroute(plan.workload());
        }
        return alone;
    }

    /// Without a share the next version already answers whoever names it.
    ///
    /// @throws RunFailed where the version is not to blame: it has pods that are ready
    private Finding route() throws InterruptedException {
        var route = shares();
        if (group.isPresent() && share < 100) {
            route = route.sending(group.get(), image);
        }
        try {
            stage.cluster().route(plan.workload(), mirror ? route.mirroring(image) : route);
            return new Finding.Passes();
        } catch (RunFailed e) {
            // Where the cluster does not answer, these say so.
            if (noneReady()) {
                return new Finding.Fails(String.valueOf(e.getMessage()));
            }
            if (compared() && noneReady(Baseline.of(plan.workload()))) {
                return new Finding.Open(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private boolean noneReady() {
        return SideBySide.ready(stage.cluster().replicas(plan.workload()), image) == 0;
    }

    private Route shares() {
        if (share == 100) {
            return Route.only(image);
        }
        return baseline
                ? Route.compare(before.image(), image, share)
                : Route.split(before.image(), image, share);
    }

    /// Once all clients have changed version, nobody is left who is sent to the baseline.
    private boolean compared() {
        return baseline && share < 100;
    }

    private Finding look(int times, Heed heed) throws InterruptedException {
        var routed = route();
        if (!(routed instanceof Finding.Passes)) {
            return routed;
        }
        var clock = stage.clock();
        long end = clock.now() + HEARING.toNanos();
        for (int seen = 0; seen < times; ) {
            switch (heed.now()) {
                case ABORT -> {
                    return heed.unwanted();
                }
                case PROMOTE -> {
                    return new Finding.Passes();
                }
                case RESUME, PAUSE -> {}
            }
            var reply = stage.service().look(image.version());
            boolean met = image.version().equals(reply.version());
            if (!met && seen == 0 && clock.now() < end) {
                clock.sleep(Heed.AGAIN); // the gateway has not heard of it yet
                continue;
            }
            if (!met || !reply.outcome().acknowledged()) {
                return new Finding.Fails(
                        "look %d of %d was answered by %s with %s"
                                .formatted(
                                        seen + 1,
                                        times,
                                        reply.version() == null ? "nobody" : reply.version(),
                                        reply.outcome()));
            }
            seen++;
        }
        return new Finding.Passes();
    }

    /// A pause holds back what is next, not what has to be taken back: it is looked at all the
    /// same, only less often.
    private Finding judge(PlanStep.Judge step, Heed heed) throws InterruptedException {
        var clock = stage.clock();
        long begin = clock.now();
        long end = begin + step.patience().toNanos();
        long next = begin;
        boolean byPods = step.by() == PlanStep.Judge.Source.PODS;
        var counted = Counts.NONE;
        while (true) {
            long round = clock.now();
            var wish = heed.heard();
            if (wish == Wish.ABORT) {
                return heed.unwanted();
            }
            if (wish == Wish.PROMOTE) {
                return new Finding.Passes();
            }
            clock.sleep(byPods ? COUNTING : Heed.AGAIN);
            if (wish == Wish.PAUSE) {
                end += clock.now() - round;
                if (clock.now() < next) {
                    continue;
                }
                next = clock.now() + WHILE_PAUSED.toNanos();
            }
            if (noneReady()) {
                return new Finding.Fails("none of its pods is ready any more");
            }
            if (compared() && noneReady(Baseline.of(plan.workload()))) {
                // Else whom it fails would be put down to the next version.
                return new Finding.Open("none of the baseline's pods is ready any more");
            }
            Finding finding;
            if (byPods) {
                var now = counts();
                counted = counted.with(now);
                finding = judged(step.judge(), now, counted);
            } else {
                finding = judged(step.judge(), begin);
            }
            boolean over = finding instanceof Finding.Passes || clock.now() >= end;
            if (finding instanceof Finding.Fails || (over && wish != Wish.PAUSE)) {
                return finding;
            }
        }
    }

    private boolean noneReady(Workload workload) {
        return stage.cluster().pods(workload).stream().noneMatch(Pod::ready);
    }

    private Counts counts() throws InterruptedException {
        return new Counts(stage.cluster().served(plan.workload()));
    }

    /// Whoever does not tell may be the one that fails.
    private Finding judged(CanaryJudge judge, Counts now, Counts earlier) {
        var pods = new ArrayList<>(stage.cluster().pods(plan.workload()));
        if (compared()) {
            pods.addAll(stage.cluster().pods(Baseline.of(plan.workload())));
        }
        return pods.stream()
                .filter(pod -> pod.ready() && !pod.leaving() && !now.has(pod.name()))
                .findFirst()
                .<Finding>map(
                        silent ->
                                new Finding.Open(
                                        silent.name() + " does not tell what it has counted"))
                .orElseGet(() -> now.since(earlier).judged(judge, before, image, compared()));
    }

    private Finding judged(CanaryJudge judge, long begin) {
        var version = before.image().version();
        var usual =
                stage.clients().since(since).stream()
                        .filter(exchange -> version.equals(exchange.version()))
                        .toList();
        // After a switch there is nobody left to compare with but clients of before it.
        var old =
                share == 100
                        ? usual
                        : usual.stream().filter(e -> e.invoked().at() >= begin).toList();
        // Nobody is blamed for a time in which the version before answered nobody either.
        long answering =
                share == 100
                        ? Long.MAX_VALUE
                        : old.stream().mapToLong(e -> e.invoked().at()).max().orElse(begin);
        var trial =
                Stream.concat(
                                stage.clients().since(begin).stream()
                                        .filter(e -> !version.equals(e.version())),
                                overdue(begin))
                        .filter(
                                e ->
                                        e.version() != null
                                                || (e.failed() && e.invoked().at() <= answering))
                        .toList();
        if (!compared()) {
            return judge.judge(usual, old, trial);
        }
        var fresh =
                old.stream()
                        .filter(exchange -> Baseline.has(plan.workload(), exchange.pod()))
                        .toList();
        return judge.judge(usual, old, fresh, trial);
    }

    /// Who has waited for so long will fail: whoever counts only what has ended sees the first that
    /// hangs once all of them have waited for as long as clients do.
    private Stream<Exchange> overdue(long begin) {
        long now = stage.clock().now();
        return stage.clients().waiting(now - OVERDUE.toNanos()).stream()
                .map(Exchange::invoked)
                .filter(invoked -> invoked.at() >= begin)
                .map(
                        invoked ->
                                new Exchange(
                                        invoked,
                                        new Event.Ended(now, invoked.id(), NO_ANSWER, null, null)));
    }
}

package slipway.rollout;

import java.time.Duration;
import java.util.Optional;
import slipway.core.Baseline;
import slipway.core.Group;
import slipway.core.Image;
import slipway.core.Replicas;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.UpdateSpec;

/// Both versions run, and clients are shared out between them.
final class SideBySideWay implements Rollout.Way {
    /// What a gateway may take at most to hear of a version that is only looked at.
    private static final Duration HEARING = Duration.ofSeconds(10);

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
            var trial = trial();
            if (trial.noneReady()) {
                return new Finding.Fails(String.valueOf(e.getMessage()));
            }
            if (trial.noBaselineReady()) {
                return new Finding.Open(String.valueOf(e.getMessage()));
            }
            throw e;
        }
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
    private Trial trial() {
        var workload = plan.workload();
        return new Trial(
                stage,
                workload,
                image,
                baseline && share < 100 ? Optional.of(Baseline.of(workload)) : Optional.empty());
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

    private Finding judge(PlanStep.Judge step, Heed heed) throws InterruptedException {
        var workload = plan.workload();
        var trial = trial();
        var seen =
                switch (step.by()) {
                    case CLIENTS ->
                            new ByClients(
                                    stage,
                                    workload,
                                    before.image(),
                                    since,
                                    stage.clock().now(),
                                    share == 100,
                                    trial.baseline());
                    case PODS -> new ByPods(stage, workload, before, image, trial.baseline());
                };
        return trial.judge(step, seen, heed);
    }
}

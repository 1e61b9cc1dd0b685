package slipway.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import slipway.core.History.Exchange;
import slipway.core.Image;
import slipway.core.Replicas;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.UpdateSpec;

/// Both versions run, and clients are shared out between them.
record SideBySideWay(Stage stage, Plan plan, UpdateSpec before, Image image)
        implements Rollout.Way {
    /// What a gateway may take at most to hear of a version that is only looked at.
    private static final Duration HEARING = Duration.ofSeconds(10);

    /// How often a judge looks while nothing is to be decided but whether it is worse.
    private static final Duration WHILE_PAUSED = Duration.ofSeconds(5);

    /// Nobody is to meet the first new pod by the workload's own Service.
    @Override
    public void begin() throws InterruptedException {
        stage.during(
                "keep clients with the version before",
                () -> stage.cluster().route(plan.workload(), Route.only(before.image())));
    }

    @Override
    public Finding take(PlanStep step, Heed heed) throws InterruptedException {
        return switch (step) {
            case PlanStep.Bring bring -> bring(bring.of(desired()), heed);
            case PlanStep.Look(int times) -> look(times, heed);
            case PlanStep.Share(int percent) -> share(percent);
            case PlanStep.Judge(var judge, var patience) -> judge(judge, patience, heed);
            case PlanStep.Promote _ -> promote(heed);
            case PlanStep.Update _, PlanStep.Pause _ ->
                    throw new IllegalStateException(
                            "a plan with versions side by side has no step " + step);
        };
    }

    @Override
    public void back() throws InterruptedException {
        both().back(before, Rollout.BACK);
    }

    private SideBySide both() {
        return new SideBySide(stage.cluster(), plan.workload());
    }

    private int desired() {
        return Math.max(1, stage.cluster().replicas(plan.workload()).desired());
    }

    private Finding bring(int pods, Heed heed) throws InterruptedException {
        both().bring(before, image, pods);
        return Patience.await(
                stage,
                plan.workload(),
                "ready beside in version " + image.version(),
                replicas -> SideBySide.ready(replicas, image) >= pods,
                plan.within(),
                heed);
    }

    private Finding promote(Heed heed) throws InterruptedException {
        var brought = bring(desired(), heed);
        if (!(brought instanceof Finding.Passes)) {
            return brought;
        }
        var cluster = stage.cluster();
        cluster.route(plan.workload(), Route.only(image));
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

    private Finding share(int percent) throws InterruptedException {
        var route =
                percent == 100 ? Route.only(image) : Route.split(before.image(), image, percent);
        try {
            stage.cluster().route(plan.workload(), route);
            return new Finding.Passes();
        } catch (RunFailed e) {
            return new Finding.Fails(String.valueOf(e.getMessage()));
        }
    }

    private Finding look(int times, Heed heed) throws InterruptedException {
        // Without a share it already answers whoever names it.
        if (share(0) instanceof Finding.Fails unroutable) {
            return unroutable;
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
    private Finding judge(CanaryJudge judge, Duration patience, Heed heed)
            throws InterruptedException {
        var clock = stage.clock();
        long begin = clock.now();
        long end = begin + patience.toNanos();
        long next = begin;
        while (true) {
            long round = clock.now();
            var wish = heed.heard();
            if (wish == Wish.ABORT) {
                return heed.unwanted();
            }
            if (wish == Wish.PROMOTE) {
                return new Finding.Passes();
            }
            clock.sleep(Heed.AGAIN);
            if (wish == Wish.PAUSE) {
                end += clock.now() - round;
                if (clock.now() < next) {
                    continue;
                }
                next = clock.now() + WHILE_PAUSED.toNanos();
            }
            var finding =
                    SideBySide.ready(stage.cluster().replicas(plan.workload()), image) == 0
                            ? new Finding.Fails("none of its pods is ready any more")
                            : judged(judge, stage.clients().since(begin));
            boolean over = finding instanceof Finding.Passes || clock.now() >= end;
            if (finding instanceof Finding.Fails || (over && wish != Wish.PAUSE)) {
                return finding;
            }
        }
    }

    private Finding judged(CanaryJudge judge, List<Exchange> exchanges) {
        var old = new ArrayList<Exchange>();
        var trial = new ArrayList<Exchange>();
        for (var exchange : exchanges) {
            var version = exchange.version();
            if (before.image().version().equals(version)) {
                old.add(exchange);
            } else if (version != null || exchange.failed()) {
                trial.add(exchange);
            }
        }
        return judge.judge(old, trial);
    }
}

package slipway.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import slipway.core.Disturbance;
import slipway.core.History.Exchange;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Undo;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.rollout.CanaryJudge.Finding;

/// Gives one pod of the next version a growing share of the clients, and takes it back as soon as
/// they are served worse than the others. What passed all trials is promoted as it is.
///
/// @param shares in percent, one trial after the other
/// @param judge null for a rollout that looks at nothing
/// @param patience how long one trial may take; one that is still open then is taken back too
/// @param within how long pods may take to be ready, and to leave
public record Canary(
        Workload workload,
        Version next,
        List<Integer> shares,
        @Nullable CanaryJudge judge,
        Duration patience,
        Duration within)
        implements Disturbance {
    /// What clients do not notice, and the API server does not either.
    private static final Duration LOOK = Duration.ofMillis(250);

    public Canary {
        shares = List.copyOf(shares);
        SideBySide.require(workload);
        if (shares.isEmpty() || shares.stream().anyMatch(share -> share < 1 || share > 99)) {
            throw new InvalidSpec("a canary's shares are 1 to 99 percent, not " + shares);
        }
        if (!patience.isPositive() || !within.isPositive()) {
            throw new InvalidSpec("a rollout needs time, not " + patience + " and " + within);
        }
    }

    /// A tenth, then a quarter of the clients: one pod of five serves no more.
    public static Canary of(Workload workload, Version next) {
        return new Canary(
                workload,
                next,
                List.of(10, 25),
                new CanaryJudge(),
                Duration.ofSeconds(45),
                Duration.ofMinutes(3));
    }

    /// The same, without a judge: each trial takes a few seconds, and passes.
    public Canary blind() {
        return new Canary(workload, next, shares, null, Duration.ofSeconds(5), within);
    }

    @Override
    public String description() {
        return "canary rollout of %s to %s at %s percent%s"
                .formatted(
                        workload.name(),
                        next,
                        String.join(", ", shares.stream().map(String::valueOf).toList()),
                        judge == null ? ", without a judge" : "");
    }

    @Override
    public Optional<Version> brings() {
        return Optional.of(next);
    }

    /// The name of the step in which the version that passed takes over.
    public static String promotion(Workload workload) {
        return "promote " + workload.name();
    }

    /// The name of the step in which a version that failed is taken back.
    public static String back(Workload workload) {
        return "take back " + workload.name();
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var cluster = stage.cluster();
        var beginning = Beginning.of(stage, workload, next);
        var before = beginning.before();
        var image = beginning.image();
        var both = new SideBySide(cluster, workload);
        stage.undo().accept(new Undo.RestoreRoute(workload, before));
        var finding = new AtomicReference<Finding>(new Finding.Passes());
        stage.during(
                "bring up a canary of " + next,
                () -> {
                    cluster.route(workload, Route.only(before.image()));
                    if (!both.bring(before, image, 1, within)) {
                        finding.set(
                                new Finding.Fails(
                                        "no pod of it was ready after %d s"
                                                .formatted(within.toSeconds())));
                    }
                });
        for (int share : shares) {
            if (finding.get() instanceof Finding.Passes) {
                stage.during(
                        "trial at " + share + " %",
                        () -> finding.set(trial(stage, before.image(), image, share)));
            }
        }
        switch (Objects.requireNonNull(finding.get())) {
            case Finding.Passes _ -> promote(stage, both, beginning);
            case Finding.Fails(var why) -> takeBack(stage, both, beginning, why);
            case Finding.Open(var why) -> {
                stage.note(
                        "nothing can be said of %s: %s"
                                .formatted(beginning.image().version(), why));
                stage.during("give up on " + next, () -> both.back(beginning.before(), within));
            }
        }
    }

    private void takeBack(Stage stage, SideBySide both, Beginning beginning, String why)
            throws InterruptedException {
        stage.note("%s is taken back: %s".formatted(beginning.image().version(), why));
        stage.during(back(workload), () -> both.back(beginning.before(), within));
    }

    private void promote(Stage stage, SideBySide both, Beginning beginning)
            throws InterruptedException {
        int replicas = Math.max(1, stage.cluster().replicas(workload).desired());
        stage.during(
                promotion(workload),
                () -> {
                    if (both.bring(beginning.before(), beginning.image(), replicas, within)) {
                        both.promote(beginning.before(), beginning.image(), within);
                    } else {
                        takeBack(stage, both, beginning, "its other pods were not ready in time");
                    }
                });
    }

    private Finding trial(Stage stage, Image before, Image image, int share)
            throws InterruptedException {
        var cluster = stage.cluster();
        var clock = stage.clock();
        try {
            cluster.route(workload, Route.split(before, image, share));
        } catch (RunFailed e) {
            return new Finding.Fails(String.valueOf(e.getMessage()));
        }
        long begin = clock.now();
        Finding finding = new Finding.Open("nobody was asked");
        while (clock.now() - begin < patience.toNanos()) {
            clock.sleep(LOOK);
            if (judge == null) {
                finding = new Finding.Passes();
                continue;
            }
            if (SideBySide.ready(cluster.replicas(workload), image) == 0) {
                return new Finding.Fails("its pod is not ready any more");
            }
            finding = judged(judge, stage.clients().since(begin), before);
            if (!(finding instanceof Finding.Open)) {
                return finding;
            }
        }
        return finding;
    }

    private static Finding judged(CanaryJudge judge, List<Exchange> exchanges, Image before) {
        var old = new ArrayList<Exchange>();
        var trial = new ArrayList<Exchange>();
        for (var exchange : exchanges) {
            var version = exchange.version();
            if (before.version().equals(version)) {
                old.add(exchange);
            } else if (version != null || exchange.failed()) {
                trial.add(exchange);
            }
        }
        return judge.judge(old, trial);
    }
}

package slipway.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import slipway.core.Image;
import slipway.core.Stage;
import slipway.core.UpdateSpec;
import slipway.core.Workload;

/// What the pods of both versions have counted themselves since they were first looked at.
final class ByPods implements Trial.Testimony {
    /// How often pods are asked what they have counted: each time takes a connection to each of
    /// them.
    private static final Duration COUNTING = Duration.ofSeconds(2);

    private final Stage stage;
    private final Workload workload;
    private final UpdateSpec before;
    private final Image image;
    private final Optional<Workload> baseline;
    private Counts earlier = Counts.NONE;

    ByPods(
            Stage stage,
            Workload workload,
            UpdateSpec before,
            Image image,
            Optional<Workload> baseline) {
        this.stage = stage;
        this.workload = workload;
        this.before = before;
        this.image = image;
        this.baseline = baseline;
    }

    @Override
    public Duration every() {
        return COUNTING;
    }

    /// Whoever does not tell may be the one that fails.
    @Override
    public Finding judged(CanaryJudge judge) throws InterruptedException {
        var cluster = stage.cluster();
        var now = new Counts(cluster.served(workload));
        earlier = earlier.with(now);
        var pods = new ArrayList<>(cluster.pods(workload));
        baseline.map(cluster::pods).ifPresent(pods::addAll);
        return pods.stream()
                .filter(pod -> pod.ready() && !pod.leaving() && !now.has(pod.name()))
                .findFirst()
                .<Finding>map(
                        silent ->
                                new Finding.Open(
                                        silent.name() + " does not tell what it has counted"))
                .orElseGet(
                        () ->
                                now.since(earlier)
                                        .judged(judge, before, image, baseline.isPresent()));
    }
}

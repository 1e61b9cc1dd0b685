package slipway.rollout;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import slipway.core.Disturbance;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.Undo;
import slipway.core.UpdateSpec;
import slipway.core.Version;
import slipway.core.Workload;

/// Brings up as many pods of the next version as there are of the one before, looks at them on a
/// route of their own, and sends all clients to them at once. The old ones stay for some time after
/// the switch.
///
/// @param looks how many requests the next version has to answer well before clients meet it; 0 for
///   a rollout that looks at nothing
/// @param bake how long the old pods stay after the switch
/// @param within how long the next version's pods may take to be ready, and the old ones to leave
public record BlueGreen(Workload workload, Version next, int looks, Duration bake, Duration within)
        implements Disturbance {
    /// What a gateway may take at most to hear of a version that is only looked at.
    private static final Duration HEARING = Duration.ofSeconds(10);

    public BlueGreen {
        SideBySide.require(workload);
        if (looks < 0 || bake.isNegative() || !within.isPositive()) {
            throw new InvalidSpec(
                    "a blue-green rollout takes 0 or more looks and some time, not %d, %s and %s"
                            .formatted(looks, bake, within));
        }
    }

    /// With 20 looks, five seconds to prove itself, and three minutes for the pods.
    public static BlueGreen of(Workload workload, Version next) {
        return new BlueGreen(workload, next, 20, Duration.ofSeconds(5), Duration.ofMinutes(3));
    }

    /// The same, without a look at the next version before clients meet it.
    public BlueGreen blind() {
        return new BlueGreen(workload, next, 0, bake, within);
    }

    @Override
    public String description() {
        return "blue-green rollout of %s to %s%s"
                .formatted(workload.name(), next, looks == 0 ? ", without a look at it" : "");
    }

    @Override
    public Optional<Version> brings() {
        return Optional.of(next);
    }

    /// The name of the step in which clients are sent to the next version.
    public static String step(Workload workload) {
        return "switch " + workload.name();
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var cluster = stage.cluster();
        var beginning = Beginning.of(stage, workload, next);
        var before = beginning.before();
        var image = beginning.image();
        int replicas = Math.max(1, cluster.replicas(workload).desired());
        var both = new SideBySide(cluster, workload);
        stage.undo().accept(new Undo.RestoreRoute(workload, before));
        var fit = new AtomicBoolean();
        stage.during(
                "bring up " + next,
                () -> {
                    cluster.route(workload, Route.only(before.image()));
                    fit.set(both.bring(before, image, replicas, within));
                });
        if (!fit.get()) {
            stage.note(image.version() + " is not ready after " + within.toSeconds() + " s");
        }
        if (!fit.get() || !sound(stage, before, image)) {
            stage.during(Canary.back(workload), () -> both.back(before, within));
            return;
        }
        stage.during(step(workload), () -> cluster.route(workload, Route.only(image)));
        stage.during("bake", () -> stage.clock().sleep(bake));
        stage.during("let the old pods go", () -> both.promote(before, image, within));
    }

    private boolean sound(Stage stage, UpdateSpec before, Image image) throws InterruptedException {
        if (looks == 0) {
            return true;
        }
        try {
            stage.cluster().route(workload, Route.split(before.image(), image, 0));
        } catch (RunFailed e) {
            stage.note("%s is not fit for clients: %s".formatted(image.version(), e.getMessage()));
            return false;
        }
        long end = stage.clock().now() + HEARING.toNanos();
        for (int seen = 0; seen < looks; ) {
            var reply = stage.service().look(image.version());
            boolean met = image.version().equals(reply.version());
            if (!met && seen == 0 && stage.clock().now() < end) {
                stage.clock().sleep(Duration.ofMillis(250)); // the gateway has not heard of it yet
                continue;
            }
            if (!met || !reply.outcome().acknowledged()) {
                stage.note(
                        "%s is not fit for clients: look %d of %d was answered by %s with %s"
                                .formatted(
                                        image.version(),
                                        seen + 1,
                                        looks,
                                        reply.version() == null ? "nobody" : reply.version(),
                                        reply.outcome()));
                return false;
            }
            seen++;
        }
        return true;
    }
}

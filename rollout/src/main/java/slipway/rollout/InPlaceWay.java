package slipway.rollout;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Replicas;
import slipway.core.Stage;
import slipway.core.Strategy;
import slipway.core.UpdateSpec;
import slipway.core.Workload;

/// The workload's controller replaces pod after pod.
record InPlaceWay(Stage stage, Plan plan, UpdateSpec before, Image image) implements Rollout.Way {
    /// Asks whether all of the plan's updates would be taken, before the first of them is made.
    ///
    /// @throws InvalidSpec with what would be refused, and for a partition that has no pod
    static void rehearse(Stage stage, Plan plan) {
        var cluster = stage.cluster();
        var workload = plan.workload();
        var image = stage.images().of(workload, plan.next());
        var way = new InPlaceWay(stage, plan, cluster.updateSpec(workload), image);
        int desired = cluster.replicas(workload).desired();
        for (var step : plan.steps()) {
            if (step instanceof PlanStep.Update(var strategy)) {
                if (strategy != null
                        && strategy.partition() > 0
                        && strategy.partition() >= desired) {
                    throw new InvalidSpec(
                            "%s has %d pods, and none of an ordinal of %d or more: with such a partition no pod is updated"
                                    .formatted(workload, desired, strategy.partition()));
                }
                cluster.rehearse(workload, way.spec(strategy));
            }
        }
    }

    @Override
    public void begin() {}

    @Override
    public Finding take(PlanStep step, Heed heed) throws InterruptedException {
        return switch (step) {
            case PlanStep.Update(var strategy) -> update(strategy, heed);
            case PlanStep.Judge judge -> judge(judge, heed);
            default ->
                    throw new IllegalStateException(
                            "a plan that updates in place has no step " + step);
        };
    }

    private Finding judge(PlanStep.Judge step, Heed heed) throws InterruptedException {
        var workload = plan.workload();
        Optional<Workload> none = Optional.empty();
        return new Trial(stage, workload, image, none)
                .judge(step, new ByPods(stage, workload, before, image, none), heed);
    }

    private Finding update(@Nullable Strategy strategy, Heed heed) throws InterruptedException {
        var workload = plan.workload();
        var cluster = stage.cluster();
        var done = done(strategy);
        cluster.update(workload, spec(strategy));
        var waited =
                Patience.await(
                        stage,
                        workload,
                        "rolled out",
                        done,
                        plan.within(),
                        heed,
                        new Patience.Pause() {
                            @Override
                            public void begin() {
                                var paused = spec(strategy).pausing(workload.kind());
                                cluster.update(workload, paused);
                            }

                            @Override
                            public void end() {
                                cluster.update(workload, spec(strategy));
                            }
                        });
        if (!(waited instanceof Finding.Passes)) {
            return waited;
        }
        if (strategy != null && strategy.partition() == 0) {
            cluster.update(workload, spec(null));
        }
        return new Finding.Passes();
    }

    /// @param strategy null for the workload's own
    private UpdateSpec spec(@Nullable Strategy strategy) {
        var next = before.to(image).setting(plan.settings());
        return strategy == null ? next : next.by(strategy);
    }

    /// With a partition the workload does not settle: the pods below it stay as they are.
    private Predicate<Replicas> done(@Nullable Strategy strategy) {
        if (strategy != null && strategy.partition() > 0) {
            return replicas ->
                    replicas.ready() == replicas.desired()
                            && SideBySide.ready(replicas, image)
                                    >= Math.max(1, replicas.desired() - strategy.partition());
        }
        return Replicas::settled;
    }

    @Override
    public void back() throws InterruptedException {
        new InPlace(stage.cluster(), plan.workload()).back(before, Rollout.WITHIN);
    }
}

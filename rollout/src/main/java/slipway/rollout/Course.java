package slipway.rollout;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import slipway.core.Image;
import slipway.core.Stage;
import slipway.core.Undo;

/// One workload on its way to the next version, and back.
final class Course {
    private final Stage stage;
    private final Plan plan;
    private final Image image;
    private final Tenure tenure;
    private final Rollout.Way way;

    /// Tells how to put back what it is about to change, and what that is.
    private Course(Stage stage, Plan plan) {
        this.stage = stage;
        this.plan = plan;
        var workload = plan.workload();
        image = stage.images().of(workload, plan.next());
        var before = stage.cluster().updateSpec(workload);
        stage.undo()
                .accept(
                        plan.sideBySide()
                                ? new Undo.RestoreRoute(workload, before)
                                : new Undo.RestoreUpdate(workload, before));
        tenure = new Tenure(stage.cluster().board(workload), workload, stage.run());
        tenure.tell(plan);
        way =
                plan.sideBySide()
                        ? new SideBySideWay(stage, plan, before, image)
                        : new InPlaceWay(stage, plan, before, image);
    }

    /// Takes the steps of one plan after the other, for as long as each passes. Where one does not,
    /// every workload that has begun goes back, the last first.
    static void all(Stage stage, List<Plan> plans) throws InterruptedException {
        var begun = new ArrayDeque<Course>();
        for (var plan : plans) {
            var course = new Course(stage, plan);
            begun.push(course);
            var finding = course.forward();
            if (!(finding instanceof Finding.Passes)) {
                for (var each : begun) {
                    each.back(finding);
                }
                return;
            }
        }
    }

    private Finding forward() throws InterruptedException {
        way.begin();
        var finding = steps();
        if (finding instanceof Finding.Passes) {
            tenure.over("rolled out");
        }
        return finding;
    }

    /// @param finding why
    private void back(Finding finding) throws InterruptedException {
        switch (finding) {
            case Finding.Passes _ ->
                    throw new IllegalArgumentException("nothing that passes goes back");
            case Finding.Fails(var why) -> {
                tenure.over("taken back: " + why);
                stage.note("%s is taken back: %s".formatted(image.version(), why));
                stage.during(Rollout.takingBack(plan.workload()), way::back);
            }
            case Finding.Open(var why) -> {
                tenure.over("given up: " + why);
                stage.note("nothing can be said of %s: %s".formatted(image.version(), why));
                stage.during(Rollout.givingUp(plan.workload()), way::back);
            }
            case Finding.Unwanted(var why) -> {
                tenure.over("aborted: " + why);
                stage.note("%s is aborted: %s".formatted(image.version(), why));
                stage.during(Rollout.aborting(plan.workload()), way::back);
            }
        }
    }

    /// Step after step, for as long as each passes.
    private Finding steps() throws InterruptedException {
        var heed = new Heed(stage, tenure);
        int number = 0;
        for (var step : plan.steps()) {
            tenure.at(++number);
            var wish = heed.now();
            if (wish == Wish.ABORT) {
                return heed.unwanted();
            }
            if (wish == Wish.PROMOTE && step.looks()) {
                continue;
            }
            var finding = take(step, heed);
            if (!(finding instanceof Finding.Passes)) {
                return finding;
            }
        }
        // Whoever asked in the last moment is not told that nobody heard it.
        return heed.heard() == Wish.ABORT ? heed.unwanted() : new Finding.Passes();
    }

    private Finding take(PlanStep step, Heed heed) throws InterruptedException {
        var finding = new AtomicReference<Finding>(new Finding.Passes());
        stage.during(
                step.name(plan.workload(), plan.next()),
                () -> {
                    finding.set(
                            step instanceof PlanStep.Pause(Duration time)
                                    ? heed.sleep(time)
                                    : way.take(step, heed));
                });
        return Objects.requireNonNull(finding.get());
    }
}

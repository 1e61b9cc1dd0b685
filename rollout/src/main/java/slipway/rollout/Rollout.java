package slipway.rollout;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import slipway.core.Disturbance;
import slipway.core.Stage;
import slipway.core.Undo;
import slipway.core.Version;
import slipway.core.Workload;

/// Takes the steps of a plan, one after the other, for as long as the next version passes. What
/// fails is taken back; so is what nothing can be said of, without blame.
public record Rollout(Plan plan) implements Disturbance {
    /// How long the way back may take, however little time the way there had: four pods, one after
    /// the other, on cores that are busy.
    static final Duration BACK = Duration.ofMinutes(4);

    /// The name of the step in which a version that failed is taken back.
    public static String takingBack(Workload workload) {
        return "take back " + workload.name();
    }

    /// The name of the step in which a version that nothing can be said of is given up.
    public static String givingUp(Version next) {
        return "give up on " + next;
    }

    /// The name of the step in which somebody's wish to abort is done.
    public static String aborting(Workload workload) {
        return "abort " + workload.name();
    }

    @Override
    public String description() {
        return plan.description();
    }

    @Override
    public Optional<Version> brings() {
        return Optional.of(plan.next());
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var workload = plan.workload();
        var image = stage.images().of(workload, plan.next());
        var before = stage.cluster().updateSpec(workload);
        var board = new RolloutBoard(stage.cluster().board(workload));
        board.requireFree(workload);
        stage.undo().accept(new Undo.TakeDown(workload, stage.run()));
        board.begin(plan, stage.run());
        stage.undo()
                .accept(
                        plan.sideBySide()
                                ? new Undo.RestoreRoute(workload, before)
                                : new Undo.RestoreUpdate(workload, before));
        Way way =
                plan.sideBySide()
                        ? new SideBySideWay(stage, plan, before, image)
                        : new InPlaceWay(stage, plan, before, image);
        way.begin();
        switch (all(stage, way, board)) {
            case Finding.Passes _ -> board.over("rolled out");
            case Finding.Fails(var why) -> {
                board.over("taken back: " + why);
                stage.note("%s is taken back: %s".formatted(image.version(), why));
                stage.during(takingBack(workload), way::back);
            }
            case Finding.Open(var why) -> {
                board.over("given up: " + why);
                stage.note("nothing can be said of %s: %s".formatted(image.version(), why));
                stage.during(givingUp(plan.next()), way::back);
            }
            case Finding.Unwanted(var why) -> {
                board.over("aborted: " + why);
                stage.note("%s is aborted: %s".formatted(image.version(), why));
                stage.during(aborting(workload), way::back);
            }
        }
    }

    /// Step after step, for as long as each passes.
    private Finding all(Stage stage, Way way, RolloutBoard board) throws InterruptedException {
        var heed = new Heed(stage, board);
        int number = 0;
        for (var step : plan.steps()) {
            board.at(++number);
            var wish = heed.now();
            if (wish == Wish.ABORT) {
                return heed.unwanted();
            }
            if (wish == Wish.PROMOTE && step.looks()) {
                continue;
            }
            var finding = take(stage, way, step, heed);
            if (!(finding instanceof Finding.Passes)) {
                return finding;
            }
        }
        // Whoever asked in the last moment is not told that nobody heard it.
        return heed.heard() == Wish.ABORT ? heed.unwanted() : new Finding.Passes();
    }

    private Finding take(Stage stage, Way way, PlanStep step, Heed heed)
            throws InterruptedException {
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

    /// The two ways from one version to the next.
    interface Way {
        /// Before the first step.
        void begin() throws InterruptedException;

        /// @param heed tells when somebody wants it to end early
        Finding take(PlanStep step, Heed heed) throws InterruptedException;

        /// Back to the version before, from wherever it is.
        void back() throws InterruptedException;
    }
}

package slipway.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import slipway.core.Disturbance;
import slipway.core.History;
import slipway.core.Stage;
import slipway.core.Version;
import slipway.core.Workload;

/// Takes the steps of a plan, one after the other, for as long as the next version passes. What
/// fails is taken back; so is what nothing can be said of, without blame.
public record Rollout(Plan plan) implements Disturbance {
    /// How long a workload may take from one version to another where no plan says how long, and on
    /// every way back, however little time the way there had: four pods, one after the other, on
    /// cores that are busy. More than a plan usually gives ([Plan#USUAL]): there a version is to
    /// blame that takes longer, here nobody is.
    public static final Duration WITHIN = Duration.ofMinutes(4);

    /// The name of the step in which a version that failed is taken back.
    public static String takingBack(Workload workload) {
        return "take back " + workload.name();
    }

    /// The name of the step in which a version that nothing can be said of is given up.
    public static String givingUp(Workload workload) {
        return "give up on " + workload.name();
    }

    /// The name of the step in which somebody's wish to abort is done.
    public static String aborting(Workload workload) {
        return "abort " + workload.name();
    }

    /// The names of the steps in which a rollout goes back, whatever for.
    static List<String> waysBack(Workload workload) {
        return List.of(takingBack(workload), givingUp(workload), aborting(workload));
    }

    /// The first step in which a rollout went back; empty where it never did.
    static Optional<History.Span> wayBack(History history, Workload workload) {
        return waysBack(workload).stream().flatMap(step -> history.span(step).stream()).findFirst();
    }

    /// Refuses what would show to be impossible in the middle, while nothing is touched yet.
    ///
    /// @throws InvalidSpec with what the API server would not take, and where clients cannot be
    ///   shared out
    public static void rehearse(Stage stage, Plan plan) {
        if (plan.sideBySide()) {
            stage.cluster().rehearseRoute(plan.workload());
        } else {
            InPlaceWay.rehearse(stage, plan);
        }
    }

    @Override
    public String description() {
        return plan.description();
    }

    @Override
    public Optional<Version> brings() {
        return plan.settings().isEmpty() ? Optional.of(plan.next()) : Optional.empty();
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        Course.all(stage, List.of(plan));
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

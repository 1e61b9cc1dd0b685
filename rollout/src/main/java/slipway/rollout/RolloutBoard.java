package slipway.rollout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.core.Board;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// The public record of a rollout that is under way: whose it is, its steps, where it stands, and
/// what is asked of it.
public record RolloutBoard(Board board) {
    private static final String RUN = "run";
    private static final String PLAN = "plan";
    private static final String STEPS = "steps";
    private static final String STEP = "step";
    private static final String WISH = "wish";
    private static final String OUTCOME = "outcome";

    /// What it says.
    ///
    /// @param run the name of the run that it belongs to
    /// @param step the number of the step that is under way, from 1; 0 before the first
    /// @param outcome what became of it; empty while it is under way
    public record State(
            String run, String plan, List<String> steps, int step, Wish wish, String outcome) {}

    /// @throws RunFailed where another rollout of the workload is under way, naming it
    public void requireFree(Workload workload) {
        read().ifPresent(
                        other -> {
                            throw new RunFailed(
                                    "a rollout of %s is under way already: %s; end it with ./slipway rollout abort %s. Where nobody is at it any more: with ./slipway up from where it was begun, or, if that is gone, with kubectl -n slipway delete configmap rollout-%s"
                                            .formatted(
                                                    workload,
                                                    other.run(),
                                                    workload.name(),
                                                    workload.name()));
                        });
    }

    /// @throws RunFailed where another one began at the same moment
    void begin(Plan plan, String run) {
        var entries =
                Map.of(
                        RUN, run,
                        PLAN, plan.description(),
                        STEPS, String.join("\n", plan.names()),
                        STEP, "0",
                        WISH, Wish.RESUME.word());
        if (!board.putUp(entries)) {
            throw new RunFailed(
                    "another rollout of %s began at the same moment".formatted(plan.workload()));
        }
    }

    /// Takes it down, unless it is another run's.
    public void end(String run) {
        if (read().filter(state -> state.run().equals(run)).isPresent()) {
            board.takeDown();
        }
    }

    /// Tells what became of it. Nobody listens to wishes any more.
    void over(String outcome) {
        board.write(OUTCOME, outcome);
    }

    void at(int step) {
        board.write(STEP, String.valueOf(step));
    }

    Wish wish() {
        return read().map(State::wish).orElse(Wish.RESUME);
    }

    /// Asks for something.
    ///
    /// @return false where no rollout is under way
    public boolean ask(Wish wish) {
        return read().filter(state -> state.outcome().isEmpty()).isPresent()
                && board.write(WISH, wish.word());
    }

    /// Empty where no rollout is under way.
    public Optional<State> read() {
        var entries = board.read();
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new State(
                        entries.getOrDefault(RUN, "?"),
                        entries.getOrDefault(PLAN, "?"),
                        entries.getOrDefault(STEPS, "").lines().toList(),
                        number(entries.getOrDefault(STEP, "0")),
                        Wish.of(entries.getOrDefault(WISH, "")),
                        entries.getOrDefault(OUTCOME, "")));
    }

    /// Somebody may have written anything there.
    private static int number(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }
}

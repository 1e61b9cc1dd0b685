package slipway.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import slipway.core.Board;
import slipway.core.Clients;
import slipway.core.Clock;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// A run's hold on a workload. From [#begin] to [#end] the run alone changes it, and what it has
/// changed is there for as long: the board bears the run's name, says how to put it back, and shows
/// that the run lives.
///
/// Whoever finds that the run lives no more takes the workload over. The run may yet wake up,
/// having only been stopped: it finds another name on the board, or no board at all, and changes
/// nothing more.
public record Tenure(Board board, Workload workload, String run) {
    /// How often there is a sign of life, and with it news for whoever watches: two small requests
    /// to the API server.
    static final Duration BEAT = Duration.ofSeconds(2);

    /// Of a run that holds no other workload.
    public boolean begin(String undo) {
        return begin(undo, List.of(workload));
    }

    /// @param undo how to put back what the run has changed, as text
    /// @param all the workloads of the run
    /// @return false where another run holds it
    public boolean begin(String undo, List<Workload> all) {
        boolean put =
                board.putUp(
                        Map.of(
                                RolloutBoard.RUN,
                                run,
                                RolloutBoard.BEGUN_BY,
                                run,
                                RolloutBoard.WORKLOADS,
                                RolloutBoard.text(all),
                                RolloutBoard.SIGN,
                                "0",
                                RolloutBoard.OUTCOME,
                                "",
                                RolloutBoard.UNDO,
                                undo));
        // Or a first try succeeded, and its answer was lost.
        return put || held();
    }

    /// Takes it over from a run that nobody is at any more.
    ///
    /// @param left what that run's board says
    /// @return false where it says something else by now: somebody is at it after all
    public boolean takeOver(RolloutBoard.State left) {
        boolean written =
                board.write(
                        Map.of(RolloutBoard.RUN, left.run(), RolloutBoard.SIGN, left.sign()),
                        Map.of(
                                RolloutBoard.RUN, run,
                                RolloutBoard.SIGN, "0",
                                RolloutBoard.OUTCOME,
                                        "being taken back: nobody was at it any more"));
        return written || held();
    }

    /// Gives signs of life from now on, until it is cancelled or the workload is another's.
    ///
    /// @param clients each sign tells what they saw lately
    public Clock.Running live(Clock clock, Clients clients) {
        return clock.start(
                "signs of life for " + workload.name(),
                () -> {
                    long signs = 0;
                    do {
                        clock.sleep(BEAT);
                    } while (sign(++signs, Seen.lately(clients, clock.now())));
                });
    }

    /// As [#live(Clock, Clients)], where there are no clients.
    public Clock.Running live(Clock clock) {
        return live(clock, Clients.NONE);
    }

    private boolean sign(long number, List<Seen> seen) {
        return show(
                Map.of(
                        RolloutBoard.SIGN, String.valueOf(number),
                        RolloutBoard.SEEN, Seen.text(seen)));
    }

    /// Tells, for whoever watches, how the clients are shared out from now on.
    ///
    /// @param shares in percent by version; empty where all ready pods have them alike
    public void routed(Map<String, Integer> shares) {
        show(
                Map.of(
                        RolloutBoard.SHARES,
                        shares.entrySet().stream()
                                .map(share -> share.getKey() + " " + share.getValue())
                                .collect(Collectors.joining("\n"))));
    }

    /// Tells what nothing depends on: where it cannot be written nobody has seen it, and a lost
    /// cluster ends the run by itself.
    ///
    /// @return false where the workload is another's
    private boolean show(Map<String, String> entries) {
        try {
            return board.write(own(), entries);
        } catch (RunFailed _) {
            return true;
        }
    }

    /// Whether the workload is the run's.
    public boolean held() {
        return run.equals(board.read().get(RolloutBoard.RUN));
    }

    /// What there is to say where it is not.
    public RunFailed lost() {
        var other = board.read().get(RolloutBoard.RUN);
        return new RunFailed(
                "%s is not %s's any more: %s. Another command has ended this run, as ./slipway rollout abort does where there was no sign of life for %d s; nothing more is changed. Begin anew"
                        .formatted(
                                workload,
                                run,
                                other == null ? "its board is gone" : "its board names " + other,
                                RolloutBoard.PATIENCE.toSeconds()));
    }

    /// Tells how to put back what has been changed, and what is about to be.
    ///
    /// @throws RunFailed where the workload is another's
    public void keep(String undo) {
        write(Map.of(RolloutBoard.UNDO, undo));
    }

    /// Gives it up: everything has been put back. Does nothing where it is another's.
    public void end() {
        board.takeDown(own());
    }

    /// Tells the plan by which the workload is rolled out.
    void tell(Plan plan) {
        write(
                Map.of(
                        RolloutBoard.PLAN,
                        plan.description(),
                        RolloutBoard.STEPS,
                        String.join("\n", plan.names()),
                        RolloutBoard.STEP,
                        "0",
                        RolloutBoard.OUTCOME,
                        ""));
    }

    /// Tells which step is under way.
    void at(int step) {
        write(Map.of(RolloutBoard.STEP, String.valueOf(step)));
    }

    /// Tells what became of it. Nobody listens to wishes any more.
    void over(String outcome) {
        write(Map.of(RolloutBoard.OUTCOME, outcome, RolloutBoard.WISH, Wish.RESUME.word()));
    }

    /// What is asked; empty where the workload is another's.
    Optional<Wish> wish() {
        return new RolloutBoard(board)
                .read()
                .filter(state -> state.run().equals(run))
                .map(RolloutBoard.State::wish);
    }

    private Map<String, String> own() {
        return Map.of(RolloutBoard.RUN, run);
    }

    private void write(Map<String, String> entries) {
        if (!board.write(own(), entries)) {
            throw lost();
        }
    }
}

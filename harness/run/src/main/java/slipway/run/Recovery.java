package slipway.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import slipway.core.Board;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.RunFailed;
import slipway.core.Undo;
import slipway.core.Workload;
import slipway.rollout.RolloutBoard;
import slipway.rollout.Tenure;

/// Puts back what runs have left that nobody is at any more. What a run has changed is there as
/// long as the workload's board bears its name: after that another command has put it back.
///
/// @param narrator is told what happens, for a person who waits
record Recovery(Cluster cluster, Clock clock, Consumer<String> narrator) {
    /// Puts one thing back.
    @FunctionalInterface
    interface Undoer {
        /// @param own the cluster, as far as it is to be changed
        void undo(Cluster own, Undo undo) throws InterruptedException;
    }

    /// What runs of this host have left, by their journals; none is under way, for the caller holds
    /// the cluster. What they left on another cluster waits until that is used again.
    ///
    /// @param id of the cluster, [Venue#id()]
    void ofThisHost(Path runs, String id, Undoer undoer) throws InterruptedException {
        var undoing = new Undoing();
        for (var unfinished : RunFolder.unfinished(runs)) {
            if (!unfinished.cluster().equals(id)) {
                continue;
            }
            var run = unfinished.run().name();
            var journal = unfinished.run().journal(id);
            for (var undo : unfinished.pending()) {
                if (undoing.attempt(undo, each -> ofJournal(run, each, undoer))) {
                    journal.done(undo);
                }
            }
        }
        undoing.insist();
    }

    private void ofJournal(String run, Undo undo, Undoer undoer) throws InterruptedException {
        var workload = undo.workload();
        var board = new RolloutBoard(cluster.board(workload));
        var left = board.read().filter(state -> state.begunBy().equals(run));
        if (left.isEmpty()) {
            narrator.accept("put back already is what %s left: %s".formatted(run, undo.subject()));
            return;
        }
        // Another command has begun to take it back: it is at it still, or was killed as well.
        if (!left.get().run().equals(run)) {
            if (board.alive(left.get(), clock)) {
                throw afterAll(workload);
            }
            takeOver(workload, left.get(), run);
        }
        var signs = new Tenure(cluster.board(workload), workload, run).live(clock);
        try {
            putBack(run, undo, run, undoer);
        } finally {
            signs.end();
        }
    }

    /// What a run of any host has left, by the board of one of its workloads: all that it held is
    /// put back, the last change first, and the boards are taken down in the end. Where this is cut
    /// off in the middle, or an undo fails, it can be done again.
    ///
    /// @param left what the board says, and has said for as long as it takes to be sure that nobody
    ///   is at it any more
    /// @return the workloads that are as before now
    /// @throws RunFailed where somebody is at one of them after all, where the board does not say
    ///   how, or where an undo failed, after all others
    List<Workload> ofBoard(Workload workload, RolloutBoard.State left) throws InterruptedException {
        var undos = undos(workload, left);
        var own = "rollout-abort-" + UUID.randomUUID();
        var tenures = new ArrayList<Tenure>();
        var signs = new ArrayList<Clock.Running>();
        try {
            tenures.add(takeOver(workload, left, own));
            signs.add(tenures.getFirst().live(clock));
            for (var other : left.workloads()) {
                if (other.equals(workload)) {
                    continue;
                }
                var state = besides(other, left);
                if (state.isPresent()) {
                    var tenure = takeOver(other, state.get(), own);
                    tenures.add(tenure);
                    signs.add(tenure.live(clock));
                }
            }
            return putBack(tenures, undos.reversed(), left.begunBy(), own);
        } finally {
            signs.forEach(Clock.Running::end);
        }
    }

    /// What the same run has left of another workload; empty where that is put back already.
    private Optional<RolloutBoard.State> besides(Workload other, RolloutBoard.State left)
            throws InterruptedException {
        var board = new RolloutBoard(cluster.board(other));
        var state = board.read().filter(s -> s.begunBy().equals(left.begunBy()));
        // Another command may be taking it back at this moment.
        if (state.isPresent()
                && !state.get().run().equals(left.run())
                && board.alive(state.get(), clock)) {
            throw afterAll(other);
        }
        return state;
    }

    private Tenure takeOver(Workload workload, RolloutBoard.State left, String own) {
        var tenure = new Tenure(cluster.board(workload), workload, own);
        if (!tenure.takeOver(left)) {
            throw afterAll(workload);
        }
        return tenure;
    }

    private static RunFailed afterAll(Workload workload) {
        return new RunFailed(
                "somebody is at the rollout of %s after all; look: ./slipway rollout status %s"
                        .formatted(workload, workload.name()));
    }

    private List<Workload> putBack(
            List<Tenure> tenures, List<Undo> newestFirst, String whose, String own)
            throws InterruptedException {
        var workloads = tenures.stream().map(Tenure::workload).toList();
        var undoing = new Undoing();
        for (var undo : newestFirst) {
            if (workloads.contains(undo.workload())) {
                undoing.attempt(undo, each -> putBack(whose, each, own, Venue::putBack));
            }
        }
        for (var tenure : tenures) {
            if (!undoing.failed(tenure.workload())) {
                tenure.end();
            }
        }
        undoing.insist();
        return workloads;
    }

    private static List<Undo> undos(Workload workload, RolloutBoard.State left) {
        try {
            return JsonUndo.pending(left.undo());
        } catch (Json.Wrong e) {
            throw new RunFailed(
                    "the ConfigMap %1$s does not say how to put %2$s back (entry undo: %3$s). Where %4$s was begun ./slipway up does it; else put it back by hand, then kubectl -n %5$s delete configmap %1$s"
                            .formatted(
                                    Board.name(workload),
                                    workload,
                                    e.getMessage(),
                                    left.run(),
                                    Berth.NAMESPACE),
                    e);
        }
    }

    /// @param whose the run that is put back, for the narrator
    /// @param own the name of who holds the workload now
    private void putBack(String whose, Undo undo, String own, Undoer undoer)
            throws InterruptedException {
        narrator.accept("putting back what %s left: %s".formatted(whose, undo.subject()));
        undoer.undo(new OwnCluster(cluster, own), undo);
    }
}

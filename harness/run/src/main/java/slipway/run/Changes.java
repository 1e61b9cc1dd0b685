package slipway.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import slipway.core.Clients;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.RunFailed;
import slipway.core.Undo;
import slipway.core.Workload;
import slipway.rollout.RolloutBoard;
import slipway.rollout.Tenure;

/// What a run changes: nothing but workloads that it holds, and nothing before it is told on the
/// disk and on the workload's board how to put it back. Closing ends the signs of life.
final class Changes implements AutoCloseable {
    private final Cluster cluster;
    private final String run;
    private final Clock clock;
    private final Runner.Journal journal;
    private final Clients clients;
    private final SequencedMap<String, Undo> undos = new LinkedHashMap<>();
    private final List<Workload> held = new ArrayList<>();
    private final List<Clock.Running> signs = new ArrayList<>();

    /// @param run its name
    /// @param clients what they see is told to whoever watches
    Changes(Cluster cluster, String run, Clock clock, Runner.Journal journal, Clients clients) {
        this.cluster = cluster;
        this.run = run;
        this.clock = clock;
        this.journal = journal;
        this.clients = clients;
    }

    /// The cluster, as far as it is the run's to change.
    Cluster own() {
        return new OwnCluster(cluster, run);
    }

    private Tenure tenure(Workload workload) {
        return new Tenure(cluster.board(workload), workload, run);
    }

    /// Takes hold of workloads, to change them; the board of each names all of them.
    ///
    /// @throws RunFailed where another run holds one, naming that run
    synchronized void hold(List<Workload> workloads) throws InterruptedException {
        for (var workload : workloads) {
            var tenure = tenure(workload);
            remember(new Undo.TakeDown(workload, run));
            while (!tenure.begin(told(), workloads)) {
                new RolloutBoard(cluster.board(workload)).requireFree(workload, clock);
            }
            held.add(workload);
            signs.add(tenure.live(clock, clients));
        }
    }

    /// Takes the undo of a change, before the change is made. Of two of one subject the older one
    /// is kept.
    ///
    /// @throws RunFailed where the run does not hold the workload
    synchronized void push(Undo undo) {
        if (remember(undo)) {
            var told = told();
            tenure(undo.workload()).keep(told);
            // On every board, so that each alone says how to put back all, and in which order.
            held.stream()
                    .filter(workload -> !workload.equals(undo.workload()))
                    .forEach(workload -> tenure(workload).keep(told));
        }
    }

    private boolean remember(Undo undo) {
        if (undos.putIfAbsent(undo.subject(), undo) != null) {
            return false;
        }
        journal.push(undo);
        return true;
    }

    /// For the boards: that they are taken down in the end goes without saying.
    private String told() {
        return Json.compact(
                JsonUndo.pending(
                        undos.values().stream()
                                .filter(undo -> !(undo instanceof Undo.TakeDown))
                                .toList()));
    }

    /// What is still to be put back, the last change first. On a workload that another has taken
    /// over it is nothing: that one has put it back.
    synchronized List<Undo> pending() {
        return undos.sequencedValues().reversed().stream()
                .filter(undo -> tenure(undo.workload()).held())
                .toList();
    }

    /// @throws RunFailed where another has taken a workload over: what was seen since says nothing
    void insist() {
        for (var undo : undos.values()) {
            var tenure = tenure(undo.workload());
            if (!tenure.held()) {
                throw tenure.lost();
            }
        }
    }

    /// All has been put back.
    void done() {
        journal.done();
    }

    @Override
    public void close() {
        signs.forEach(Clock.Running::end);
    }
}

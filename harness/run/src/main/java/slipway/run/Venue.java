package slipway.run;

import java.nio.file.Path;
import java.util.List;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.Event;
import slipway.core.Images;
import slipway.core.NodeView;
import slipway.core.Scenario;
import slipway.core.Service;
import slipway.core.Undo;
import slipway.core.Workload;
import slipway.rollout.InPlace;
import slipway.rollout.Rollout;
import slipway.rollout.SideBySide;
import slipway.rollout.Tenure;

/// Where scenarios are played: a real cluster, or the simulated one.
interface Venue extends AutoCloseable {
    /// Runs a whole run on this venue's clock, which begins with it.
    void play(Play play) throws InterruptedException;

    /// A run, given its clock.
    @FunctionalInterface
    interface Play {
        void on(Clock clock) throws InterruptedException;
    }

    /// Makes sure that all images of the scenario are there to be rolled out.
    void stock(Scenario scenario) throws InterruptedException;

    /// Tells this cluster from all others: what a run left on one is not put back on another.
    String id();

    Cluster cluster();

    /// The workloads that are there.
    List<Workload> workloads();

    Service service();

    Images images();

    /// Makes the client ready for its load, so that it does not stand still in the middle of it.
    default void beforeLoad() {}

    /// Collects what the pods say from now on, and on closing what the cluster says of them.
    AutoCloseable follow(Path logs);

    /// Takes stock of everything that a run could leave behind.
    Inventory inventory() throws InterruptedException;

    /// What was on the cluster at one time; the sweep tells what is there now and was not, or was
    /// otherwise.
    @FunctionalInterface
    interface Inventory {
        Event.Swept sweep(long at) throws InterruptedException;
    }

    /// Puts one thing back, and waits until it is. A fault is only ended: its effects pass by
    /// themselves.
    ///
    /// @param own the cluster, as far as it is to be changed
    default void undo(Cluster own, Undo undo) throws InterruptedException {
        putBack(own, undo);
    }

    static void putBack(Cluster own, Undo undo) throws InterruptedException {
        switch (undo) {
            case Undo.RestoreUpdate(var workload, var spec) ->
                    new InPlace(own, workload).back(spec, Rollout.WITHIN);
            case Undo.RestoreRoute(var workload, var spec) ->
                    new SideBySide(own, workload).back(spec, Rollout.WITHIN);
            case Undo.RestoreReplicas(var workload, int replicas) -> {
                own.unautoscale(workload);
                // Held as it may be, it does not settle: that is for the undo of the rollout.
                own.scale(workload, replicas);
            }
            case Undo.EndFault(var fault) -> own.injector().end(fault);
            case Undo.TakeDown(var workload, var run) ->
                    new Tenure(own.board(workload), workload, run).end();
        }
    }

    /// What the agents on the nodes have counted since they were started; none where nobody
    /// answers.
    default List<NodeView> views() throws InterruptedException {
        return List.of();
    }

    /// Calls back once, when the cluster is lost; a run cannot go on then.
    AutoCloseable onLost(Runnable lost);

    @Override
    void close();
}

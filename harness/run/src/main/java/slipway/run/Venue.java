package slipway.run;

import java.nio.file.Path;
import java.time.Duration;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.Event;
import slipway.core.Images;
import slipway.core.Replicas;
import slipway.core.Scenario;
import slipway.core.Service;
import slipway.core.Undo;
import slipway.rollout.RolloutBoard;
import slipway.rollout.SideBySide;

/// Where scenarios are played: a real cluster, or the simulated one.
interface Venue extends AutoCloseable {
    /// A rollout of one workload back to what it was: as long as one forward may take.
    Duration UNDO = Duration.ofMinutes(4);

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

    Service service();

    Images images();

    /// Collects what the pods say from now on, and on closing what the cluster says of them.
    AutoCloseable follow(Path logs);

    /// Takes stock of everything that a run could leave behind.
    Inventory inventory();

    /// What was on the cluster at one time; the sweep tells what is there now and was not, or was
    /// otherwise.
    @FunctionalInterface
    interface Inventory {
        Event.Swept sweep(long at);
    }

    /// Puts one thing back, and waits until it is.
    default void undo(Undo undo) throws InterruptedException {
        undo(cluster(), undo);
    }

    static void undo(Cluster cluster, Undo undo) throws InterruptedException {
        switch (undo) {
            case Undo.RestoreUpdate(var workload, var spec) -> {
                cluster.update(workload, spec);
                cluster.await(
                        workload, "back at " + spec.image().version(), Replicas::settled, UNDO);
            }
            case Undo.RestoreRoute(var workload, var spec) ->
                    new SideBySide(cluster, workload).back(spec, UNDO);
            case Undo.TakeDown(var workload, var run) ->
                    new RolloutBoard(cluster.board(workload)).end(run);
        }
    }

    /// Calls back once, when the cluster is lost; a run cannot go on then.
    AutoCloseable onLost(Runnable lost);

    @Override
    void close();
}

package slipway.run;

import java.nio.file.Path;
import java.util.List;
import slipway.core.Clock;
import slipway.core.Cluster;
import slipway.core.Images;
import slipway.core.Scenario;
import slipway.core.Service;
import slipway.core.Undo;

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

    Cluster cluster();

    Service service();

    Images images();

    /// Collects what the pods say from now on, and on closing what the cluster says of them.
    AutoCloseable follow(Path logs);

    /// Takes stock of everything that a run could leave behind.
    Inventory inventory();

    /// What was on the cluster at one time.
    @FunctionalInterface
    interface Inventory {
        /// What is there now and was not, or was otherwise; one line a thing, empty where nothing.
        List<String> differences();
    }

    /// Puts one thing back, and waits until it is.
    void undo(Undo undo) throws InterruptedException;

    /// Calls back once, when the cluster is lost; a run cannot go on then.
    AutoCloseable onLost(Runnable lost);

    @Override
    void close();
}

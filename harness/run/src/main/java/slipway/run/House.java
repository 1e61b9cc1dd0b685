package slipway.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import slipway.cluster.LocalCluster;
import slipway.core.Scenario;
import slipway.sim.SimLedger;

/// Where the scenarios of one command are played, one after the other.
final class House implements AutoCloseable {
    private final Supplier<Venue> venues;
    private final Runnable end;
    private final Path runs;
    private final List<String> command;
    private final Consumer<String> narrator;

    private House(
            Supplier<Venue> venues,
            Runnable end,
            Path runs,
            List<String> command,
            Consumer<String> narrator) {
        this.venues = venues;
        this.end = end;
        this.runs = runs;
        this.command = command;
        this.narrator = narrator;
    }

    /// A simulated cluster for each scenario.
    static House simulated(Path runs, List<String> command, Consumer<String> narrator) {
        return new House(
                () -> new SimVenue(SimLedger.Flaw.NONE), () -> {}, runs, command, narrator);
    }

    /// One real cluster for all of them; what an earlier, killed run left on it is put back first.
    ///
    /// @param hold keeps other commands away from the cluster until it is closed
    static House real(
            Venue venue,
            LocalCluster.Hold hold,
            Path runs,
            List<String> command,
            Consumer<String> narrator)
            throws InterruptedException {
        new Recovery(venue.cluster(), new WallClock(), narrator)
                .ofThisHost(runs, venue.id(), venue::undo);
        return new House(
                () -> venue,
                () -> {
                    try (hold) {
                        venue.close();
                    }
                },
                runs,
                command,
                narrator);
    }

    Performance perform(Scenario scenario) throws InterruptedException {
        return Performance.of(scenario, venues.get(), runs, command, narrator);
    }

    @Override
    public void close() {
        end.run();
    }
}

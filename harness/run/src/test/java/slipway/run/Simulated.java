package slipway.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import slipway.core.Disturbance;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Scenario;
import slipway.core.Undo;
import slipway.sim.SimLedger;

/// Plays scenarios on the simulated cluster, one history a run.
final class Simulated {
    /// No power failure cuts off what is in memory: nobody has to find its undos on a disk.
    static final Runner.Journal UNWRITTEN =
            new Runner.Journal() {
                @Override
                public void push(Undo undo) {}

                @Override
                public void done() {}
            };

    private Simulated() {}

    static History play(Scenario scenario) throws InterruptedException {
        return play(scenario, new SimVenue(SimLedger.Flaw.NONE));
    }

    static History play(Scenario scenario, SimVenue venue) throws InterruptedException {
        var events = Collections.synchronizedList(new ArrayList<Event>());
        try (venue) {
            venue.stock(scenario);
            new Runner(venue, events::add, UNWRITTEN, Path.of("unused"), _ -> {})
                    .run(scenario, "sim-" + scenario.seed());
        }
        return new History(events);
    }

    /// The same scenario with another disturbance.
    static Scenario disturbed(Scenario scenario, Disturbance disturbance) {
        return new Scenario(
                scenario.name(),
                scenario.family(),
                scenario.twin(),
                scenario.subject(),
                scenario.from(),
                scenario.load(),
                scenario.steady(),
                scenario.delay(),
                scenario.after(),
                disturbance,
                scenario.settle(),
                scenario.checkers(),
                scenario.seed());
    }
}

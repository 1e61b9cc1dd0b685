package slipway.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// Which cluster a command plays its scenarios on.
final class VenueOptions {
    @Option(
            names = "--sim",
            description = "On the simulated cluster, in milliseconds: it proves the harness only.")
    private boolean sim;

    /// Makes sure that the cluster and the suite are up; there is nothing to do for the simulated
    /// one.
    void up(CommandSpec spec) throws InterruptedException {
        if (!sim) {
            new Berth(Slipway.checkout(), spec.commandLine().getErr()).up(Optional.empty());
        }
    }

    /// Opens the house for one command.
    House open(Path runs, CommandSpec spec) throws InterruptedException {
        var line = spec.commandLine();
        var words = Objects.requireNonNullElse(line.getParseResult(), null);
        List<String> command = words == null ? List.of() : List.copyOf(words.originalArgs());
        if (sim) {
            return House.simulated(runs, command, new Narrator(line.getErr()));
        }
        var berth = new Berth(Slipway.checkout(), line.getErr());
        var hold = berth.cluster().hold();
        try {
            var venue = berth.venue();
            try {
                return House.real(venue, hold, runs, command, berth.narrator());
            } catch (RuntimeException | InterruptedException e) {
                venue.close();
                throw e;
            }
        } catch (RuntimeException | InterruptedException e) {
            hold.close();
            throw e;
        }
    }
}

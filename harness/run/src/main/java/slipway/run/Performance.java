package slipway.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import slipway.chaos.Aftermath;
import slipway.core.Scenario;
import slipway.core.Verdict;

/// One scenario, played, recorded, judged and reported.
///
/// @param aftermaths what came of each fault
record Performance(
        Scenario scenario, RunFolder folder, List<Verdict> verdicts, List<Aftermath> aftermaths) {
    Verdict worst() {
        return Verdict.worst(verdicts);
    }

    /// Plays a scenario and judges it.
    ///
    /// @param runs where the run's folder is made
    /// @param command the words of the command line, for the report
    static Performance of(
            Scenario scenario,
            Venue venue,
            Path runs,
            List<String> command,
            Consumer<String> narrator)
            throws InterruptedException {
        venue.stock(scenario);
        var folder = RunFolder.create(runs, scenario.name(), Instant.now());
        folder.write(
                RunInfo.of(
                        scenario,
                        scenario.disturbance().brings().orElse(null),
                        images(scenario, venue),
                        venue.cluster().info(),
                        Instant.now(),
                        Commit.here(Slipway.checkout()),
                        command));
        var plans = Scenarios.plans(scenario);
        if (!plans.isEmpty()) {
            folder.writePlans(plans);
        }
        var undos = folder.journal(venue.id());
        try (var recorder = folder.recorder()) {
            new Runner(venue, recorder, undos, folder.logs(), narrator)
                    .run(scenario, folder.name());
        }
        return judged(scenario, folder);
    }

    /// Judges the run in a folder by the claims of a scenario, and writes verdict and report. Needs
    /// no cluster, and says the same of the same folder every time.
    static Performance judged(Scenario scenario, RunFolder folder) {
        var history = folder.history().history();
        var verdicts = Judge.judge(scenario.checkers(), history);
        var aftermaths = Aftermath.of(history);
        folder.write(verdicts, aftermaths);
        Report.write(folder);
        return new Performance(scenario, folder, verdicts, aftermaths);
    }

    /// What stands in `verdict.json`.
    String json() {
        return folder.verdictText(verdicts, aftermaths);
    }

    private static Map<String, String> images(Scenario scenario, Venue venue) {
        var images = new TreeMap<String, String>();
        scenario.workloads()
                .forEach(
                        (workload, next) -> {
                            var whose =
                                    workload.equals(scenario.subject())
                                            ? ""
                                            : workload.name() + " ";
                            Stream.concat(Stream.of(scenario.from()), next.stream())
                                    .forEach(
                                            version ->
                                                    images.put(
                                                            whose + version.label(),
                                                            venue.images()
                                                                    .of(workload, version)
                                                                    .reference()));
                        });
        return images;
    }
}

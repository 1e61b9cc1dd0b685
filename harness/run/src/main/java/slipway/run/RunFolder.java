package slipway.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import slipway.chaos.Aftermath;
import slipway.core.InvalidSpec;
import slipway.core.Undo;
import slipway.core.Verdict;
import slipway.rollout.Plan;

/// The folder of one run, `runs/SCENARIO/UTC-TIME/`: all that is known of it. docs/run-folder.md
/// describes its files.
public record RunFolder(Path path) {
    /// No colons: they end a host in `scp` and are no file name on Windows.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'").withZone(ZoneOffset.UTC);

    private static final Pattern NAME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\dZ)(?:-(\\d+))?");

    private static final String LATEST = "latest";

    /// Stands among the scenarios, and holds comparisons of runs, which are no runs themselves.
    static final String COMPARISONS = "compare-strategies";

    /// More runs of one scenario cannot begin within one second.
    private static final int SAME_SECOND = 1_000;

    private static final String MEND_RUN = "run the scenario again";

    /// Makes the folder of a run that begins now, and lets `runs/latest` point to it.
    ///
    /// @throws UncheckedIOException when it cannot be made
    public static RunFolder create(Path runs, String scenario, Instant now) {
        try {
            var path = fresh(runs.resolve(scenario), now);
            Files.createDirectory(path.resolve("logs"));
            point(runs, Path.of(scenario).resolve(path.getFileName()));
            return new RunFolder(path);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot make a run folder in " + runs + ": " + e.getMessage(), e);
        }
    }

    /// Makes a folder that is named by this time.
    static Path fresh(Path parent, Instant now) throws IOException {
        Files.createDirectories(parent);
        var time = TIME.format(now);
        for (int n = 1; n <= SAME_SECOND; n++) {
            try {
                return Files.createDirectory(parent.resolve(n == 1 ? time : time + "-" + n));
            } catch (FileAlreadyExistsException _) {
                // Another one began in the same second.
            }
        }
        throw new IOException(SAME_SECOND + " folders in " + parent + " began at " + time);
    }

    /// The run that a user means: a path, `latest`, a scenario's name (its newest run), or
    /// `SCENARIO/TIME`.
    ///
    /// @throws InvalidSpec when there is none, or the folder is none of a run
    public static RunFolder find(Path runs, String run) {
        var direct = Path.of(run);
        if (run.equals(LATEST)) {
            return latest(runs)
                    .orElseThrow(
                            () ->
                                    new InvalidSpec(
                                            "expected a run in %s, but there is none; make one: slipway run NAME"
                                                    .formatted(runs)));
        }
        for (var path : List.of(direct, runs.resolve(run))) {
            if (Files.isRegularFile(path)) {
                throw new InvalidSpec(
                        "expected the folder of a run, but %s is a file; give the folder that it is in"
                                .formatted(path));
            }
            if (Files.isDirectory(path)) {
                var newest = newest(path);
                return newest.orElseGet(() -> new RunFolder(path).checked());
            }
        }
        throw new InvalidSpec(
                "expected a run, but %s is no folder, no scenario in %s and not \"latest\"; slipway list names the scenarios"
                        .formatted(run, runs));
    }

    /// Runs that changed something and did not put it back, oldest first.
    ///
    /// @param cluster which one it changed ([Venue#id()])
    /// @param pending what to undo, in the order to do it
    public record Unfinished(RunFolder run, String cluster, List<Undo> pending) {}

    /// Looks through all runs for those that still have something to undo.
    ///
    /// @throws InvalidSpec when a journal is malformed: nobody knows what it would have undone
    public static List<Unfinished> unfinished(Path runs) {
        var unfinished = new ArrayList<Unfinished>();
        for (var run : all(runs)) {
            if (Files.exists(run.undo())) {
                var journal = StoreJournal.read(run.undo());
                if (!journal.pending().isEmpty()) {
                    unfinished.add(new Unfinished(run, journal.cluster(), journal.pending()));
                }
            }
        }
        return List.copyOf(unfinished);
    }

    public Path scenarioJson() {
        return path.resolve("scenario.json");
    }

    /// The steps of each rollout; absent where the run had none.
    public Path planYaml() {
        return path.resolve("plan.yaml");
    }

    public Path historyJsonl() {
        return path.resolve("history.jsonl");
    }

    public Path verdictJson() {
        return path.resolve("verdict.json");
    }

    public Path reportHtml() {
        return path.resolve("report.html");
    }

    /// Pod logs and cluster events, one file each.
    public Path logs() {
        return path.resolve("logs");
    }

    private Path undo() {
        return path.resolve("undo.json");
    }

    /// The idempotency keys of the run begin with it.
    public String name() {
        var parent = path.toAbsolutePath().normalize().getParent();
        var scenario = parent == null ? "" : parent.getFileName() + "-";
        return scenario + path.toAbsolutePath().normalize().getFileName();
    }

    public void write(RunInfo info) {
        write(scenarioJson(), Json.pretty(JsonInfo.write(info)));
    }

    /// @param plans of the run's rollouts; where there are several, each is a document of its own
    public void writePlans(List<Plan> plans) {
        write(planYaml(), PlanText.of(plans));
    }

    /// @throws InvalidSpec when it is missing or malformed
    public RunInfo info() {
        return Json.file(scenarioJson(), "what the run was asked to do", MEND_RUN, JsonInfo::read);
    }

    /// Begins the history; the caller closes it.
    public StoreRecorder recorder() {
        try {
            return new StoreRecorder(historyJsonl());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot begin " + historyJsonl() + ": " + e, e);
        }
    }

    /// @throws InvalidSpec when it is missing, or malformed elsewhere than in a torn last line
    public StoreHistory history() {
        return StoreHistory.read(historyJsonl());
    }

    /// The undo journal.
    ///
    /// @param cluster which one is changed ([Venue#id()])
    public StoreJournal journal(String cluster) {
        return StoreJournal.open(undo(), cluster);
    }

    /// Writes `verdict.json`; [#info()] has to be there.
    public void write(List<Verdict> verdicts, List<Aftermath> aftermaths) {
        write(verdictJson(), verdictText(verdicts, aftermaths));
    }

    /// What stands in `verdict.json`, also for `--json`.
    public String verdictText(List<Verdict> verdicts, List<Aftermath> aftermaths) {
        return Json.pretty(JsonVerdict.write(info(), verdicts, aftermaths));
    }

    /// The stored verdicts, absent where the run was not judged.
    ///
    /// @throws InvalidSpec when the file is malformed
    public Optional<List<Verdict>> verdicts() {
        if (!Files.exists(verdictJson())) {
            return Optional.empty();
        }
        return Optional.of(
                Json.file(
                        verdictJson(),
                        "the verdict",
                        "judge the run again: slipway check " + path,
                        JsonVerdict::read));
    }

    private static void write(Path file, String text) {
        try {
            StoreFile.write(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private RunFolder checked() {
        if (!Files.isRegularFile(scenarioJson()) && !Files.isRegularFile(historyJsonl())) {
            throw new InvalidSpec(
                    "expected a run in %s, but it has neither scenario.json nor history.jsonl; give a folder such as runs/rolling/2026-11-22T22-50-03Z"
                            .formatted(path));
        }
        return this;
    }

    private static Optional<RunFolder> latest(Path runs) {
        var link = runs.resolve(LATEST);
        try {
            if (Files.isDirectory(link)) {
                return Optional.of(new RunFolder(link.toRealPath()));
            }
        } catch (IOException _) {
            // A link to a run that was deleted meanwhile: the newest of the others, then.
        }
        return all(runs).stream().max(BY_BEGIN);
    }

    /// The newest run of a scenario's folder, absent where it holds none.
    private static Optional<RunFolder> newest(Path scenario) {
        return runsIn(scenario).stream().max(BY_BEGIN);
    }

    private static List<RunFolder> all(Path runs) {
        return folders(runs).stream()
                .filter(f -> !Files.isSymbolicLink(f))
                .filter(f -> !f.endsWith(COMPARISONS) && !f.endsWith(LoadFolder.LOADS))
                .flatMap(f -> runsIn(f).stream())
                .sorted(BY_BEGIN)
                .toList();
    }

    private static List<RunFolder> runsIn(Path scenario) {
        return folders(scenario).stream()
                .filter(f -> NAME.matcher(String.valueOf(f.getFileName())).matches())
                .map(RunFolder::new)
                .toList();
    }

    private static List<Path> folders(Path in) {
        if (!Files.isDirectory(in)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(in)) {
            return entries.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + in, e);
        }
    }

    private static final Comparator<RunFolder> BY_BEGIN =
            Comparator.comparing(RunFolder::second)
                    .thenComparingInt(RunFolder::number)
                    .thenComparing(run -> run.path().toString());

    private String second() {
        var matcher = NAME.matcher(String.valueOf(path.getFileName()));
        return matcher.matches() ? matcher.group(1) : "";
    }

    private int number() {
        var matcher = NAME.matcher(String.valueOf(path.getFileName()));
        return matcher.matches() && matcher.group(2) != null
                ? Integer.parseInt(matcher.group(2))
                : 1;
    }

    /// Moves the link in one step, so that nobody finds it missing.
    private static void point(Path runs, Path target) throws IOException {
        var beside = runs.resolve(".latest-" + ProcessHandle.current().pid());
        try {
            Files.deleteIfExists(beside);
            Files.createSymbolicLink(beside, target);
            Files.move(
                    beside,
                    runs.resolve(LATEST),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (UnsupportedOperationException _) {
            // A file system without links: `latest` is then found by time.
        }
    }
}

package slipway.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.RunFailed;

class CommandLineTest {
    @TempDir private Path runs = Path.of("");

    private record Answer(int code, String out, String err) {}

    private static Answer slipway(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code =
                Slipway.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(words);
        return new Answer(code, out.toString(), err.toString());
    }

    private Answer simulated(String... words) {
        var all = new java.util.ArrayList<>(List.of("run", "--sim", "--runs", runs.toString()));
        all.addAll(List.of(words));
        return slipway(all.toArray(String[]::new));
    }

    @Test
    @DisplayName("a scenario that holds exits 0, one that is violated 1")
    void holdsAndViolated() {
        assertThat(simulated("rolling").code()).isZero();
        assertThat(simulated("rolling-sabotaged").code()).isEqualTo(1);
    }

    @Test
    @DisplayName("what does not hold names its seed, and each fault what it cost, holding or not")
    void seed() {
        assertThat(simulated("rolling").out()).doesNotContain("seed", "fault ");
        assertThat(simulated("rolling-sabotaged", "--seed", "7").out())
                .containsPattern("(?m)^  seed +7$");
        assertThat(simulated("kill-api").out())
                .containsPattern("(?m)^  fault +kill of a pod of api: [0-9]+ requests failed for");
    }

    @Test
    @DisplayName("the demo exits 0 where the honest scenario holds and its twin is caught")
    void demo() {
        var demo = slipway("demo", "--sim", "--runs", runs.toString());
        assertThat(demo.code()).as(demo.err()).isZero();
        assertThat(demo.out()).contains("rolling-sabotaged", "was caught");
    }

    @Test
    @DisplayName("a stored run is judged again to the same verdict, without a cluster")
    void check() throws IOException {
        simulated("rolling-sabotaged");
        var before = Files.readString(runs.resolve("latest/verdict.json"));
        var again = slipway("check", "latest", "--json", "--runs", runs.toString());
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out().strip()).isEqualTo(before.strip());
    }

    @Test
    @DisplayName("a history without its steady state is undecided: exit 2")
    void undecided() throws IOException {
        simulated("rolling");
        var history = runs.resolve("latest").toRealPath().resolve("history.jsonl");
        var lines =
                Files.readAllLines(history).stream()
                        .filter(line -> !line.contains("steady state"))
                        .toList();
        Files.write(history, lines);
        var check = slipway("check", "latest", "--runs", runs.toString());
        assertThat(check.code()).isEqualTo(2);
        assertThat(check.out()).contains("no steady state");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate",
                "run",
                "run no-such-scenario",
                "run no-such-plan.yaml",
                "rollout",
                "rollout frobnicate",
                "rollout pause --watch",
                "rollout abort --json",
                "rollout undo --watch",
                "rollout status --no-such-flag",
                "compare",
                "compare frobnicate",
                "compare strategies --repeat 0",
                "compare strategies --from no/such/run",
                "compare strategies --from rolling --repeat 2",
                "compare strategies --sim --from rolling",
                "run rolling --dry-run --repeat 0",
                "run storm --dry-run --for 0s",
                "run rolling --repeat 0",
                "run rolling --repeat many",
                "run rolling --seed x",
                "run rolling --rate 0",
                "run rolling --sim --rate 10001",
                "compare strategies --from rolling --rate 200",
                "run rolling --no-such-flag",
                "check no/such/run",
                "report no/such/run",
                "up --bundle no-such-file",
                "bundle save no/such/folder/file",
                "bundle"
            })
    @DisplayName("a request that makes no sense exits 254, says why, and touches nothing")
    void nonsense(String words) {
        var answer = slipway(words.split(" "));
        assertThat(answer.code()).isEqualTo(254);
        assertThat(answer.err()).isNotBlank().doesNotContain("Exception").doesNotContain("\tat ");
    }

    @Test
    @DisplayName("an unknown scenario is answered with those that there are")
    void unknown() {
        assertThat(slipway("run", "roling").err()).contains("roling", "rolling-sabotaged");
    }

    @Test
    @DisplayName("a malformed run names the file and the line")
    void malformed() throws IOException {
        simulated("rolling");
        var history = runs.resolve("latest").toRealPath().resolve("history.jsonl");
        var lines = new java.util.ArrayList<>(Files.readAllLines(history));
        lines.set(4, "{\"type\":\"nonsense\"}");
        Files.write(history, lines);
        var check = slipway("check", "latest", "--runs", runs.toString());
        assertThat(check.code()).isEqualTo(254);
        assertThat(check.err()).contains("history.jsonl", "5");
    }

    @Test
    @DisplayName("a disk that takes nothing more ends a run with 255, and says where")
    void fullDisk() throws IOException {
        var file = Files.writeString(runs.resolve("not-a-folder"), "");
        var answer = slipway("run", "rolling", "--sim", "--runs", file.toString());
        assertThat(answer.code()).isEqualTo(255);
        assertThat(answer.err()).contains("not-a-folder").doesNotContain("\tat ");
    }

    @Test
    @DisplayName("a JVM that breaks ends the command with 255, never with a verdict's exit code")
    void jvmBreaks() {
        var err = new StringWriter();
        var line = new CommandLine(new Breaking()).setErr(new PrintWriter(err));
        assertThat(Slipway.execute(line)).isEqualTo(255);
        assertThat(err.toString()).contains("no memory left");
    }

    @Test
    @DisplayName(
            "a command that was cut off says what it could not put back, and no more than that")
    void cutOff() {
        var cut = new InterruptedException();
        assertThat(cutOff(cut)).contains("has been put back");
        cut.addSuppressed(new RunFailed("not everything was put back"));
        assertThat(cutOff(cut))
                .contains("not all is as before", "and then: not everything was put back")
                .doesNotContain("has been put back");
    }

    private static String cutOff(InterruptedException cut) {
        var err = new StringWriter();
        Slipway.commandLine()
                .addSubcommand("cut-off", new CutOff(cut))
                .setErr(new PrintWriter(err))
                .execute("cut-off");
        return err.toString();
    }

    @Command
    private record CutOff(InterruptedException cut) implements Callable<Integer> {
        @Override
        public Integer call() throws InterruptedException {
            throw cut;
        }
    }

    @Command
    private static final class Breaking implements Runnable {
        @Override
        public void run() {
            throw new OutOfMemoryError("no memory left");
        }
    }

    @Test
    @DisplayName("a dry run shows the plan, which runs as a file of one's own and is judged again")
    void plan() throws IOException {
        var shown = slipway("run", "blue-green", "--dry-run");
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("- bringUp: 100%", "- share: 100", "- promote");
        var file = Files.writeString(runs.resolve("mine.yaml"), shown.out());
        assertThat(simulated(file.toString()).code()).isZero();
        assertThat(runs.resolve("custom")).isDirectory();
        assertThat(slipway("check", "custom", "--runs", runs.toString()).code()).isZero();
        assertThat(Files.readString(RunFolder.find(runs, "custom").reportHtml()))
                .contains("./slipway run runs/custom/", "href=\"./plan.yaml\"");
    }

    @Test
    @DisplayName("another rate is offered, and the report says how to have it again")
    void rate() throws IOException {
        assertThat(simulated("rolling", "--rate", "100").code()).isZero();
        var folder = RunFolder.find(runs, "rolling");
        assertThat(folder.info().perSecond()).isEqualTo(100);
        assertThat(folder.history().history().exchanges()).hasSizeGreaterThan(6_000);
        assertThat(Files.readString(folder.reportHtml()))
                .contains(
                        "100 requests a second",
                        "./slipway run rolling --rate 100 --for 1m --seed 42");
    }

    @Test
    @DisplayName("a storm lasts for as long as is asked, and the same seed makes the same one")
    void storm() throws IOException {
        assertThat(
                        slipway("run", "storm", "--sim", "--for", "5m", "--runs", runs.toString())
                                .code())
                .isZero();
        var folder = RunFolder.find(runs, "storm");
        var first = faults(folder);
        assertThat(first).hasSizeGreaterThan(10);
        assertThat(Files.readString(folder.reportHtml()))
                .contains("./slipway run storm --rate 40 --for 5m --seed 42");
        slipway("run", "storm", "--sim", "--for", "5m", "--runs", runs.toString());
        assertThat(faults(RunFolder.find(runs, "storm"))).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"storm", "storm-rollouts"})
    @DisplayName("a dry run foretells a storm, as its seed has it")
    void foretold(String name) {
        var shown = slipway("run", name, "--dry-run", "--for", "4m", "--seed", "7").out();
        assertThat(shown).contains("# 40 requests a second for 240 s or more", "; seed 7\n");
        simulated(name, "--for", "4m", "--seed", "7");
        var noted =
                RunFolder.find(runs, name).history().history().events().stream()
                        .filter(Event.Noted.class::isInstance)
                        .map(event -> "# " + ((Event.Noted) event).text())
                        .filter(text -> text.startsWith("# planned in"))
                        .toList();
        assertThat(noted).hasSizeGreaterThan(3);
        assertThat(shown.lines().filter(line -> line.startsWith("# planned in")))
                .startsWith(noted.toArray(String[]::new));
    }

    private static List<String> faults(RunFolder folder) {
        return folder.history().history().spans().stream()
                .map(History.Span::step)
                .filter(step -> step.contains(" of "))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "20s", "soon"})
    @DisplayName("a time in which nothing could be disturbed, or that is none, is refused")
    void noTime(String time) {
        var answer = slipway("run", "storm", "--sim", "--for", time, "--runs", runs.toString());
        assertThat(answer.code()).isEqualTo(254);
        assertThat(answer.err()).containsAnyOf("--for takes longer", "a time is like 30s");
    }

    @Test
    @DisplayName("every mutant is caught, and no sound suite is blamed")
    void mutants() throws IOException {
        var answer = slipway("mutants", "--sim", "--json", "--runs", runs.toString());
        assertThat(answer.code()).isZero();
        var scores = Json.parse(answer.out().getBytes(UTF_8)).get("mutants");
        assertThat(scores).hasSize(Mutant.all().size());
        assertThat(scores).allMatch(score -> score.get("caught").booleanValue());
        assertThat(scores).allMatch(score -> score.get("falseAlarms").intValue() == 0);
        assertThat(
                        slipway(
                                        "check",
                                        RunFolder.find(runs, "compare-and-set-stale")
                                                .path()
                                                .toString())
                                .code())
                .isEqualTo(1);
        assertThat(slipway("mutants", "nobody", "--sim").err())
                .contains("no mutant is called nobody; there are: drainless");
    }

    @Test
    @DisplayName("in a series each rollout that is aborted had brought its version")
    void abortedSeries() {
        assertThat(simulated("rolling-abort-x3").code()).isZero();
        assertThat(simulated("canary-errors-x2").code()).isZero();
    }

    @Test
    @DisplayName("a plan of one's own with a group gets clients of that group")
    void planOfGroup() throws IOException {
        var shown = slipway("run", "ab-header", "--dry-run");
        var file = Files.writeString(runs.resolve("mine.yaml"), shown.out());
        assertThat(simulated(file.toString()).code()).isZero();
    }

    @Test
    @DisplayName("a partition that has no pod is refused before anything is updated")
    void emptyPartition() throws IOException {
        var file =
                Files.writeString(
                        runs.resolve("mine.yaml"),
                        "workload: statefulset/ledger\nversion: v2\nsteps: [update: {partition: 9}, update]\n");
        var answer = simulated(file.toString());
        assertThat(answer.code()).isEqualTo(254);
        assertThat(answer.err()).contains("none of an ordinal of 9 or more");
    }

    @Test
    @DisplayName(
            "a dry run shows the plans of a series, there and back, and of who takes nothing back")
    void plans() {
        assertThat(slipway("run", "rolling-x20", "--dry-run").out())
                .containsSubsequence("version: v2\n", "---\n", "version: v1\n");
        assertThat(slipway("run", "rollback-statefulset-sabotaged", "--dry-run").out())
                .contains("workload: statefulset/ledger", "- update");
        assertThat(slipway("run", "rollout-of-three", "--dry-run").out())
                .containsSubsequence("version: v2-schema\n", "---\n", "- promote");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary-good", "rollout-of-three", "rolling-x3"})
    @DisplayName("a run's folder keeps the plan of each rollout once, as a dry run shows it")
    void keptPlans(String name) throws IOException {
        simulated(name);
        var kept = Files.readString(RunFolder.find(runs, name).planYaml());
        assertThat(slipway("run", name, "--dry-run").out()).endsWith("\n" + kept);
        var plans =
                Arrays.stream(kept.split(PlanText.BETWEEN))
                        .map(plan -> PlanFile.parse("plan.yaml", plan))
                        .toList();
        assertThat(plans).isEqualTo(Scenarios.plans(Scenarios.named(name)));
    }

    @Test
    @DisplayName("a plan for the version that runs already is refused before anything is touched")
    void sameVersion() throws IOException {
        var file =
                Files.writeString(
                        runs.resolve("mine.yaml"),
                        "workload: deployment/api\nversion: v1\nsteps: [update]\n");
        var answer = simulated(file.toString());
        assertThat(answer.code()).isEqualTo(254);
        assertThat(answer.err()).contains("v1");
        assertThat(runs.resolve("custom")).doesNotExist();
    }

    @Test
    @DisplayName("strategies are compared in one table, and again from the runs that it left")
    void compare() {
        var played = slipway("compare", "strategies", "--sim", "--runs", runs.toString());
        assertThat(played.code()).as(played.err() + played.out()).isZero();
        assertThat(played.out())
                .contains("recreate", "rolling", "blue-green", "canary", "time to full switch");
        var comparisons = runs.resolve("compare-strategies");
        assertThat(comparisons)
                .isDirectoryRecursivelyContaining("glob:**/comparison.json")
                .isDirectoryRecursivelyContaining("glob:**/comparison.html");
        var again =
                slipway(
                        "compare",
                        "strategies",
                        "--runs",
                        runs.toString(),
                        "--json",
                        "--from",
                        "rolling",
                        "canary-good",
                        "canary-abort");
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.out())
                .contains("\"fullSwitchMillis\"", "\"wrongAfterAbort\"")
                .doesNotContain("\"recreate\"");
        assertThat(slipway("check", "latest", "--runs", runs.toString()).code()).isZero();
    }

    @Test
    @DisplayName("a subject that cannot be compared is answered with the one that can")
    void compareWhat() {
        assertThat(slipway("compare", "clouds").err()).containsIgnoringCase("strategies");
    }

    @Test
    @DisplayName("list --json gives name, family, twin, disturbance and claims of each")
    void list() {
        assertThat(slipway("list", "--json").out())
                .contains("\"name\"", "\"family\"", "\"twin\"", "\"disturbance\"", "\"claims\"");
    }
}

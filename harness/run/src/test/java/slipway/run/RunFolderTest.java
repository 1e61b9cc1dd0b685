package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.core.EnvVar;
import slipway.core.Event;
import slipway.core.Fault;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Pod;
import slipway.core.Strategy;
import slipway.core.Undo;
import slipway.core.UpdateSpec;
import slipway.core.Verdict;
import slipway.core.Workload;
import slipway.rollout.Tenure;
import slipway.sim.SimClock;
import slipway.sim.SimCluster;

class RunFolderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T22:50:03.9Z");
    private static final Workload API = Workload.deployment("api");
    private static final Undo FIRST = undo("v1");
    private static final Undo SECOND = undo("v2");

    @TempDir Path runs;

    @Test
    @DisplayName("runs that begin in the same second have folders of their own, the last is latest")
    void sameSecond() {
        for (int i = 1; i <= 11; i++) {
            RunFolder.create(runs, "rolling", NOW);
        }
        assertThat(runs.resolve("rolling/2026-11-22T22-50-03Z")).isDirectory();
        assertThat(runs.resolve("latest")).isSymbolicLink();
        var newest = runs.resolve("rolling/2026-11-22T22-50-03Z-11");
        assertThat(RunFolder.find(runs, "latest").path()).isEqualTo(newest);
        assertThat(RunFolder.find(runs, "rolling").path()).isEqualTo(newest);
        assertThat(RunFolder.find(runs, "rolling").name())
                .isEqualTo("rolling-2026-11-22T22-50-03Z-11");
    }

    @Test
    @DisplayName("a run is found by its path, as SCENARIO/TIME, by its scenario, and as latest")
    void find() {
        var old = run("rolling", NOW);
        var young = run("rolling", NOW.plusSeconds(1));
        var other = run("canary", NOW.plusSeconds(2));
        assertThat(RunFolder.find(runs, old.path().toString())).isEqualTo(old);
        assertThat(RunFolder.find(runs, "rolling/2026-11-22T22-50-03Z")).isEqualTo(old);
        assertThat(RunFolder.find(runs, "rolling")).isEqualTo(young);
        assertThat(RunFolder.find(runs, "latest")).isEqualTo(other);
    }

    @Test
    @DisplayName("where latest points to a run that was deleted, the newest of the others is meant")
    void dangling() throws IOException {
        var old = run("rolling", NOW);
        var young = RunFolder.create(runs, "rolling", NOW.plusSeconds(1));
        Files.delete(young.logs());
        Files.delete(young.path());
        assertThat(RunFolder.find(runs, "latest")).isEqualTo(old);
    }

    @Test
    @DisplayName("what is no run is refused with what was expected, and the mend")
    void none() throws IOException {
        refused(() -> RunFolder.find(runs, "latest"), "expected a run", "slipway run NAME");
        refused(() -> RunFolder.find(runs, "roling"), "expected a run", "slipway list");
        var empty = Files.createDirectory(runs.resolve("empty"));
        refused(
                () -> RunFolder.find(runs, empty.toString()),
                "neither scenario.json",
                "give a folder");
        var file = run("rolling", NOW).scenarioJson();
        refused(() -> RunFolder.find(runs, file.toString()), "is a file", "give the folder");
    }

    @Test
    @DisplayName("the facts of a run are read back as they were written, with and without a twin")
    void info() {
        for (var twin : List.of("", "rolling")) {
            var info = ReportSamples.info("rolling-sabotaged", twin, 60);
            var folder = RunFolder.create(runs, "rolling", NOW);
            folder.write(info);
            assertThat(folder.info()).isEqualTo(info);
        }
    }

    @Test
    @DisplayName("a malformed scenario.json is refused with field, finding and file")
    void badInfo() throws IOException {
        var folder = run("rolling", NOW);
        var text = Files.readString(folder.scenarioJson());
        Files.writeString(
                folder.scenarioJson(), text.replace("\"seed\" : 42", "\"seed\" : \"42\""));
        refused(
                folder::info,
                "scenario.json: expected a whole number \"seed\", found \"42\"",
                "again");
        Files.writeString(folder.scenarioJson(), text.replace("2026-11-22T22:50", "yesterday"));
        refused(folder::info, "scenario.json: expected \"began\" like", "again");
        Files.writeString(folder.scenarioJson(), text.substring(0, 100));
        refused(folder::info, "scenario.json: expected JSON", "again");
        Files.delete(folder.scenarioJson());
        refused(folder::info, "no such file", "again");
    }

    @Test
    @DisplayName("verdicts are read back with figures in their order, reasons and witnesses")
    void verdicts() throws IOException {
        var folder = run("rolling", NOW);
        assertThat(folder.verdicts()).isEmpty();
        var figures = new LinkedHashMap<String, Number>();
        figures.put("offered", 60_000L);
        figures.put("latencyP99Millis", 12.5);
        figures.put("failed", 0L);
        List<Verdict> verdicts =
                List.of(
                        new Verdict.Holds("a", figures),
                        new Verdict.Undecided("b", "too few", Map.of()),
                        new Verdict.Violated(
                                "c", "because", List.of(new Event.Noted(7, "seen")), figures));
        folder.write(verdicts, List.of());
        var read = folder.verdicts().orElseThrow();
        assertThat(read).isEqualTo(verdicts);
        assertThat(read.getFirst().figures().keySet())
                .containsExactly("offered", "latencyP99Millis", "failed");
        assertThat(Files.readString(folder.verdictJson()))
                .isEqualTo(folder.verdictText(verdicts, List.of()))
                .contains("\"verdict\" : \"violated\"", "\"from\" : \"v1\"", "\"nodes\" : 3");
    }

    @Test
    @DisplayName("a figure that is no number to JSON is left out, and the file stays readable")
    void infinite() {
        var folder = run("rolling", NOW);
        folder.write(List.of(new Verdict.Holds("a", Map.of("x", Double.NaN))), List.of());
        assertThat(folder.verdicts().orElseThrow().getFirst().figures()).isEmpty();
    }

    @Test
    @DisplayName("a verdict.json that contradicts itself is refused, and sent to check")
    void badVerdict() throws IOException {
        var folder = run("rolling", NOW);
        folder.write(List.of(new Verdict.Undecided("a", "why", Map.of())), List.of());
        var text = Files.readString(folder.verdictJson());
        Files.writeString(
                folder.verdictJson(),
                text.replaceFirst("\"verdict\" : \"undecided\"", "\"verdict\" : \"holds\""));
        refused(folder::verdicts, "worst of its claims", "slipway check");
    }

    @Test
    @DisplayName("an undo is on the disk as soon as it is pushed, and gone when done")
    void journal() {
        var folder = run("rolling", NOW);
        var journal = folder.journal("here");
        assertThat(RunFolder.unfinished(runs)).isEmpty();
        journal.push(FIRST);
        journal.push(SECOND);
        assertThat(RunFolder.unfinished(runs))
                .containsExactly(new RunFolder.Unfinished(folder, "here", List.of(SECOND, FIRST)));
        journal.done(SECOND);
        assertThat(folder.journal("here").pending()).containsExactly(FIRST);
        journal.done();
        assertThat(RunFolder.unfinished(runs)).isEmpty();
    }

    @Test
    @DisplayName("every kind of undo is read as it was written")
    void everyUndo() {
        var spec = ((Undo.RestoreUpdate) FIRST).spec();
        var all =
                List.of(
                        FIRST,
                        new Undo.RestoreRoute(API, spec.by(new Strategy.Recreate())),
                        new Undo.EndFault(
                                new Fault.AtPod(
                                        Fault.AtPod.Kind.FREEZE,
                                        API,
                                        new Pod(
                                                "api-x", "u1", "w", "v1", true, false, 2, "",
                                                "primary"))),
                        new Undo.EndFault(
                                new Fault.AtNode(Fault.AtNode.Kind.NO_KUBELET, API, "worker")),
                        new Undo.EndFault(new Fault.Partition(API, "gateway-to-api")),
                        new Undo.EndFault(new Fault.NoBudget(API)),
                        new Undo.TakeDown(API, "rolling-2026-11-22T22-50-03Z"));
        var folder = run("rolling", NOW);
        all.forEach(folder.journal("here")::push);
        assertThat(RunFolder.unfinished(runs).getFirst().pending())
                .containsExactlyElementsOf(all.reversed());
        assertThat(JsonUndo.pending(Json.compact(JsonUndo.pending(all))))
                .containsExactlyElementsOf(all);
    }

    @Test
    @DisplayName("what a killed run left is undone on its own cluster, the newest first, and once")
    void recovery() throws Exception {
        var folder = run("rolling", NOW);
        folder.journal("here").push(FIRST);
        folder.journal("here").push(SECOND);
        var recovery = recovery(folder.name());
        var undone = new ArrayList<Undo>();
        recovery.ofThisHost(runs, "elsewhere", (_, undo) -> undone.add(undo));
        assertThat(undone).isEmpty();
        recovery.ofThisHost(runs, "here", (_, undo) -> undone.add(undo));
        assertThat(undone).containsExactly(SECOND, FIRST);
        recovery.ofThisHost(runs, "here", (_, undo) -> undone.add(undo));
        assertThat(undone).hasSize(2);
    }

    @Test
    @DisplayName("what another command has put back meanwhile is not put back once more")
    void recoveredElsewhere() throws Exception {
        var folder = run("rolling", NOW);
        folder.journal("here").push(new Undo.TakeDown(API, folder.name()));
        folder.journal("here").push(FIRST);
        var recovery = recovery("another-run");
        var undone = new ArrayList<Undo>();
        recovery.ofThisHost(runs, "here", (_, undo) -> undone.add(undo));
        assertThat(undone).isEmpty();
        assertThat(recovery.cluster().board(API).read()).containsEntry("run", "another-run");
        assertThat(RunFolder.unfinished(runs)).isEmpty();
    }

    /// On a cluster on which this run holds api.
    private static Recovery recovery(String run) {
        var cluster =
                new SimCluster(
                        new SimClock(), new SplittableRandom(0), API, new Image("api", "v1"), 4);
        assertThat(new Tenure(cluster.board(API), API, run).begin("")).isTrue();
        return new Recovery(cluster, new WallClock(), _ -> {});
    }

    @Test
    @DisplayName("what cannot be journalled is not pending, and the change must not be made")
    void unjournalled() throws IOException {
        var folder = run("rolling", NOW);
        var journal = folder.journal("here");
        // A folder in the way of the file beside: also root cannot write there.
        Files.createDirectory(folder.path().resolve(".undo.json.new"));
        assertThatThrownBy(() -> journal.push(FIRST)).isInstanceOf(UncheckedIOException.class);
        assertThat(journal.pending()).isEmpty();
    }

    @Test
    @DisplayName("a malformed undo journal stops: nobody knows what it would have undone")
    void badJournal() throws IOException {
        var folder = run("rolling", NOW);
        Files.writeString(
                folder.path().resolve("undo.json"),
                "{\"cluster\":\"here\",\"pending\":[{\"burn\":{}}]}");
        refused(() -> RunFolder.unfinished(runs), "undo.json: expected the undo", "by hand");
    }

    private RunFolder run(String scenario, Instant at) {
        var folder = RunFolder.create(runs, scenario, at);
        folder.write(ReportSamples.info(scenario, "", 60));
        return folder;
    }

    private static Undo undo(String version) {
        return new Undo.RestoreUpdate(
                API,
                new UpdateSpec(
                                new Image("api", version),
                                new Strategy.RollingUpdate("1", "25%", 0),
                                0,
                                180,
                                false)
                        .setting(
                                Map.of(
                                        "LEVEL", new EnvVar.Literal("DEBUG"),
                                        "TOKEN", new EnvVar.FromSecret("api-token", "token"))));
    }

    private static void refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable what, String why, String mend) {
        assertThatThrownBy(what)
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining(why)
                .hasMessageContaining(mend);
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.chaos.Aftermath;
import slipway.core.Event;
import slipway.core.History;
import slipway.core.Verdict;

class ReportTest {
    /// Attributes and rules by which a page fetches something.
    static final Pattern FETCHES =
            Pattern.compile(
                    "\\bsrc\\s*=\\s*[\"']|<link\\b|@import|url\\(|href=\"(?!\\./)|\\bfetch\\(|XMLHttpRequest|import\\(");

    @TempDir Path runs;

    @Test
    @DisplayName("the page fetches nothing, and links only into its own folder")
    void selfContained() throws IOException {
        var html = Report.html(ReportSamples.violated(runs, "api-7d9f"));
        assertThat(
                        FETCHES.matcher(html)
                                .results()
                                .map(
                                        r ->
                                                html.substring(
                                                        r.start(),
                                                        Math.min(html.length(), r.end() + 40))))
                .isEmpty();
        assertThat(html).contains("default-src 'none'").contains("href=\"./history.jsonl\"");
        assertThat(FETCHES.matcher("<script src=\"https://example.test/a.js\">").find()).isTrue();
        assertThat(FETCHES.matcher("<a href=\"https://example.test\">").find()).isTrue();
    }

    @Test
    @DisplayName("a pod's name is text, never markup, also in the data of the drawing")
    void escapes() throws IOException {
        var html = Report.html(ReportSamples.violated(runs, "</script><script>alert(1)</script>"));
        assertThat(html).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
        assertThat(ReportHtml.inScript("{\"a\":\"</script><!--\"}")).doesNotContain("<");
    }

    @Test
    @DisplayName("a file's name is no scheme and no markup in its link")
    void links() throws IOException {
        var folder = ReportSamples.holding(runs, 12);
        Files.writeString(folder.logs().resolve("javascript:\"<a b>.log"), "");
        assertThat(Report.html(folder))
                .contains("href=\"./logs/javascript:%22%3Ca%20b%3E.log\"")
                .doesNotContain("<a b>");
    }

    @Test
    @DisplayName("every claim is there with its verdict, and the bound where nothing failed")
    void claims() throws IOException {
        var folder = ReportSamples.holding(runs, 12);
        var html = Report.html(folder);
        for (var verdict : folder.verdicts().orElseThrow()) {
            assertThat(html).contains("<td class=\"claim\">" + verdict.claim());
        }
        assertThat(html)
                .contains("<header class=\"holds\">")
                .contains(
                        "During a rolling update of api from v1 to v2 under 200 requests a second")
                .contains("0 of 3,400 failed: the true share is at most 0.088 %")
                .doesNotContain("<header class=\"violated\">")
                .doesNotContain("was cut off");
    }

    @Test
    @DisplayName("a violated verdict is shown as such: in the head, at its claim, by its witnesses")
    void violated() throws IOException {
        var html = Report.html(ReportSamples.violated(runs, "api-7d9f"));
        assertThat(html)
                .contains("<header class=\"violated\">")
                .contains("<title>rolling-sabotaged: violated</title>")
                .contains("</span> violated</span>")
                .contains("2 of 3 claims did not hold")
                .contains("no pod of the suite answered")
                .contains("had 3 of 4 pods ready, and 4 are promised")
                .contains("the fault was caught");
    }

    @Test
    @DisplayName("a twin that holds is said to be bad news")
    void blind() throws IOException {
        var folder = ReportSamples.violated(runs, "api");
        folder.write(List.of(new Verdict.Holds("no request failed", Map.of())), List.of());
        assertThat(Report.html(folder)).contains("the fault was not caught");
    }

    @Test
    @DisplayName("an undecided claim says why")
    void undecided() throws IOException {
        assertThat(Report.html(ReportSamples.undecided(runs)))
                .contains("<header class=\"undecided\">")
                .contains("1 of 2 claims could not be decided")
                .contains("lower the rate");
    }

    @Test
    @DisplayName("a run that was killed has a report, which says where its record ends")
    void cutOff() throws IOException {
        assertThat(Report.html(ReportSamples.cutOff(runs)))
                .contains("<header class=\"not-judged\">")
                .contains("The run was cut off.")
                .contains("is torn")
                .contains("inside “run” and “roll api”")
                .contains("money is conserved");
    }

    @Test
    @DisplayName("a run on the simulated cluster says that it proves nothing of Kubernetes")
    void simulated() throws IOException {
        var folder = ReportSamples.holding(runs, 12);
        assertThat(Report.html(folder)).doesNotContain("nothing of Kubernetes");
        var file = folder.scenarioJson();
        Files.writeString(file, Files.readString(file).replace("\"kind-slipway\"", "\"sim\""));
        assertThat(Report.html(folder)).contains("nothing of Kubernetes");
    }

    @Test
    @DisplayName("a run without any request has a report")
    void empty() {
        var folder =
                RunFolder.create(runs, "rolling", ReportSamples.info("rolling", "", 60).began());
        folder.write(ReportSamples.info("rolling", "", 60));
        folder.recorder().close();
        assertThat(Report.html(folder)).contains("0 requests had been sent");
    }

    @Test
    @DisplayName("the same folder gives the same bytes, under a megabyte also after half an hour")
    void sameBytes() throws IOException {
        var folder = ReportSamples.holding(runs, 1_800);
        var first = Files.readAllBytes(Report.write(folder));
        assertThat(Files.readAllBytes(Report.write(RunFolder.find(runs, "latest"))))
                .isEqualTo(first);
        assertThat(first).hasSizeLessThan(1_000_000);
    }

    @Test
    @DisplayName(
            "what each node saw stands in a table, what a fault cost in another, and its plan and deed in the drawing")
    void views() throws IOException {
        var html = Report.html(ReportSamples.holding(runs, 12));
        assertThat(html)
                .contains("What each node saw", "<td class=\"number\">0 of 12</td>")
                .contains("What each fault cost", "<td>worker 0</td>")
                .contains("\"planned\":[10.1,13.2],\"real\":[10.2,13.3]");
        assertThat(Report.html(ReportSamples.violated(runs, "api")))
                .contains("<td>freeze of a pod of api</td>", "<td>worker 2</td>");
    }

    @Test
    @DisplayName("where faults came often, a table of kinds stands above that of all, folded away")
    void kinds() {
        var history = new ArrayList<Event>();
        for (long i = 0; i < 20; i++) {
            var step = i % 2 == 0 ? "kill of a pod" : "freeze of a <pod>";
            history.add(new Event.Planned(i, step, i, i));
            history.add(new Event.StepBegan(i, step));
            history.add(new Event.StepEnded(i + 5_000_000 * (i + 1), step, null));
        }
        var aftermaths = Aftermath.of(new History(history));
        assertThat(ReportRecovery.html(aftermaths))
                .contains("<td>kill of a pod</td><td class=\"number\">10</td>")
                .contains("45 ms p50, 95 ms p99, 95 ms max", "freeze of a &lt;pod&gt;")
                .contains("<details><summary>");
        assertThat(ReportRecovery.html(aftermaths.subList(0, 2)))
                .contains("<details open>")
                .doesNotContain("Times");
        assertThat(ReportRecovery.html(List.of())).isEmpty();
    }

    @Test
    @DisplayName("figures have names in words and values with units")
    void figures() {
        assertThat(ReportFigures.words("latencyP999Millis")).isEqualTo("latency p99.9");
        assertThat(ReportFigures.words("refusedButDone")).isEqualTo("refused but done");
        assertThat(ReportFigures.value("longestGapMillis", 12)).isEqualTo("12 ms");
        assertThat(ReportFigures.value("rolloutMillis", 24_112L)).isEqualTo("24.11 s");
        assertThat(ReportFigures.value("upperBound95", 3.0 / 12_000)).isEqualTo("0.025 %");
        assertThat(ReportFigures.value("offered", 60_000)).isEqualTo("60,000");
    }

    @Test
    @DisplayName("0 of N carries its bound; anything else has none")
    void bound() {
        var clean = new Verdict.Holds("c", Map.of("failed", 0, "offered", 300));
        assertThat(ReportFigures.bound(clean))
                .hasValueSatisfying(b -> assertThat(b).contains("1 %"));
        assertThat(ReportFigures.bound(new Verdict.Holds("c", Map.of("failed", 1, "offered", 300))))
                .isEmpty();
        assertThat(ReportFigures.bound(new Verdict.Holds("c", Map.of("failed", 0, "offered", 0))))
                .isEmpty();
    }

    @Test
    @DisplayName("a witness without its sending is told by the history's")
    void endAlone() throws IOException {
        var history = ReportSamples.holding(runs, 12).history().history();
        var end = history.exchanges().getFirst().ended();
        assertThat(end).isNotNull();
        assertThat(ReportWords.witnesses(List.<Event>of(end), history))
                .singleElement()
                .asString()
                .startsWith("At 0.00")
                .contains("request 0", "of version " + ReportSamples.OLD);
    }
}

package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.InvalidSpec;
import slipway.core.Verdict;

class ComparisonTest {
    private static final Path HOME = Path.of("/runs/compare-strategies/2026-11-22T22-50-03Z");
    private static final Verdict HOLDS = new Verdict.Holds("claim", Map.of());

    private static ComparedRun run(String scenario, Verdict worst, String... lines) {
        return ComparedRun.of(
                Scenarios.named(scenario),
                Histories.of(lines),
                worst,
                Path.of("/runs").resolve(scenario).resolve("2026-11-22T22-40-00Z"));
    }

    /// A rollout that takes so long, with one request before it and one after it.
    private static ComparedRun rolling(int millis) {
        return run(
                "rolling",
                HOLDS,
                "pods 4/4 v1=4",
                "read ok by v1@a",
                "begin roll api",
                "pods 4/4 v1=4 v2=0+1",
                "wait " + millis,
                "end roll api",
                "pods 4/4 v2=4",
                "read ok by v2@b");
    }

    private static ComparedRun canary(String scenario, String step) {
        return run(
                scenario,
                HOLDS,
                "read ok by v1@a",
                "begin send 10 % to v2",
                "read ok by v2@b",
                "end send 10 % to v2",
                "begin " + step,
                "wait 700",
                "end " + step,
                "read ok by v1@a");
    }

    private static ComparedRun failing() {
        return run(
                "recreate",
                HOLDS,
                "begin recreate api",
                "read ok by v1@a",
                "wait 2000",
                "read refused",
                "wait 2000",
                "read ok by v2@b",
                "end recreate api");
    }

    @Test
    @DisplayName(
            "of several runs the median is shown, with the least and the most; failures add up")
    void several() {
        var comparison = Comparison.of(List.of(rolling(1_000), rolling(5_000), rolling(2_000)));
        var row = comparison.rows().getFirst();
        assertThat(row.cell(Measure.TOTAL))
                .hasValueSatisfying(
                        cell -> {
                            assertThat(cell.text()).isEqualTo("2 s");
                            assertThat(cell.spread()).isEqualTo("1 s–5 s");
                        });
        assertThat(row.cell(Measure.EXTRA_PODS))
                .hasValueSatisfying(cell -> assertThat(cell.spread()).isEmpty());
        assertThat(row.offered()).isEqualTo(6);
        assertThat(row.failed()).isZero();
        assertThat(row.bound()).hasValue(0.5);
        assertThat(row.drawn().figure(Measure.TOTAL)).hasValue(2_000);
    }

    @Test
    @DisplayName("of an even number of runs the median lies in the middle")
    void even() {
        var comparison = Comparison.of(List.of(rolling(1_000), rolling(2_000)));
        assertThat(comparison.rows().getFirst().cell(Measure.TOTAL))
                .hasValueSatisfying(cell -> assertThat(cell.text()).isEqualTo("1.5 s"));
    }

    @Test
    @DisplayName("a figure that only some runs have says so")
    void some() {
        var cutOff = run("rolling", HOLDS, "read ok by v1@a", "begin roll api", "read ok by v1@a");
        var comparison = Comparison.of(List.of(rolling(1_000), cutOff));
        var row = comparison.rows().getFirst();
        assertThat(row.cell(Measure.TOTAL))
                .hasValueSatisfying(cell -> assertThat(cell.spread()).isEqualTo("in 1 of 2 runs"));
        assertThat(row.drawn().figure(Measure.TOTAL)).hasValue(1_000);
        assertThat(row.bound()).hasValue(0.75);
    }

    @Test
    @DisplayName("of requests that were cut off nobody knows: there is no bound on those that fail")
    void cutOff() {
        var open = run("rolling", HOLDS, "read ok by v1@a", "read open");
        var row = Comparison.of(List.of(rolling(1_000), open)).rows().getFirst();
        assertThat(row.failed()).isZero();
        assertThat(row.bound()).isEmpty();
    }

    @Test
    @DisplayName("an abort that failed, and a rollout one of whose steps did, took no time")
    void broken() {
        var abort =
                run(
                        "canary-abort",
                        HOLDS,
                        "read ok by v1@a",
                        "begin abort api",
                        "wait 700",
                        "fail abort api");
        assertThat(abort.figure(Measure.ABORT)).isEmpty();
        assertThat(abort.figure(Measure.TOTAL)).isEmpty();
    }

    @Test
    @DisplayName("an abort stands in the row of its strategy; who has none says why")
    void aborts() {
        var comparison =
                Comparison.of(
                        List.of(
                                canary("canary-abort", "abort api"),
                                rolling(1_000),
                                canary("canary-good", "promote api")));
        assertThat(comparison.rows())
                .extracting(row -> row.contender().name())
                .containsExactly("rolling", "canary");
        assertThat(comparison.rows().getFirst().cell(Measure.ABORT)).isEmpty();
        assertThat(comparison.rows().getLast().cell(Measure.ABORT))
                .hasValueSatisfying(cell -> assertThat(cell.text()).isEqualTo("700 ms"));
        assertThat(comparison.unaborted()).contains("rolling").doesNotContain("canary");
    }

    @Test
    @DisplayName("the worst verdict of all runs is that of the comparison, and of its row")
    void worst() {
        var open = new Verdict.Undecided("claim", "why", Map.of());
        var undecided = run("recreate", open, "read ok by v1@a");
        var comparison = Comparison.of(List.of(rolling(1_000), undecided));
        assertThat(comparison.worst()).isEqualTo(open);
        assertThat(comparison.rows().getLast().worst()).isEqualTo(HOLDS);
    }

    @Test
    @DisplayName("what is not compared is refused, and so is an abort alone")
    void refused() {
        assertThatThrownBy(() -> Comparison.of(List.of(run("canary-slow", HOLDS, "read ok"))))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContainingAll("canary-slow", "blue-green");
        assertThatThrownBy(() -> Comparison.of(List.of(canary("canary-abort", "abort api"))))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("canary-good");
    }

    @Test
    @DisplayName("every contender's scenarios are there, honest, and of one load")
    void contenders() {
        var scenarios =
                Contender.ALL.stream()
                        .flatMap(c -> c.scenarios().stream())
                        .map(Scenarios::named)
                        .toList();
        assertThat(scenarios).allSatisfy(scenario -> assertThat(scenario.twin()).isNull());
        var load = scenarios.getFirst().load();
        assertThat(scenarios).allSatisfy(scenario -> assertThat(scenario.load()).isEqualTo(load));
    }

    @Test
    @DisplayName("a picture holds who answered in each second, and the pods from 5 s before")
    void picture() {
        var picture = failing().picture();
        assertThat(picture.answers()).hasSize(5 + ComparedPicture.LEAD * 2);
        assertThat(picture.answers().subList(5, 10))
                .containsExactly(
                        new ComparedPicture.Answers(1, 0, 0),
                        new ComparedPicture.Answers(0, 0, 0),
                        new ComparedPicture.Answers(0, 0, 1),
                        new ComparedPicture.Answers(0, 0, 0),
                        new ComparedPicture.Answers(0, 1, 0));
        assertThat(rolling(1_000).picture().pods())
                .first()
                .isEqualTo(new ComparedPicture.Pods(-0.002, 4, 0, 4));
    }

    @Test
    @DisplayName("the page is a slide that fetches nothing, and says in words what its colours say")
    void page() {
        var setting = ReportSamples.info("rolling", "", 60);
        var html = ComparisonHtml.of(sample(), setting, HOME);
        assertThat(ReportTest.FETCHES.matcher(html).find()).isFalse();
        assertThat(html)
                .contains("default-src 'none'")
                .doesNotContain("<script")
                .contains("Rolling out api from v1 to v2: 3 strategies, one load")
                .contains("<b>✗ 1</b><small>of 3</small>")
                .contains("✗ 1 failed</text>")
                .contains("<b>700 ms</b>")
                .contains("<td class=\"none\">—</td>")
                .contains("no scenario aborts a rollout by recreate")
                .contains("href=\"./../../rolling/2026-11-22T22-40-00Z/report.html\"");
        for (var measure : Measure.values()) {
            assertThat(html).contains("<dt>" + measure.words() + "</dt>");
        }
    }

    @Test
    @DisplayName("every figure is in the JSON, null where it was not measured, with what is drawn")
    void json() {
        var setting = ReportSamples.info("rolling", "", 60);
        var json = JsonComparison.write(sample(), setting, HOME);
        var recreate = json.path("strategies").path(0);
        assertThat(recreate.path("strategy").asText()).isEqualTo("recreate");
        assertThat(recreate.path("failed").asInt()).isEqualTo(1);
        assertThat(recreate.has("upperBound95")).isFalse();
        assertThat(recreate.path("abortMillis").isNull()).isTrue();
        assertThat(recreate.path("plot").path("answers").path("failed").size()).isPositive();
        assertThat(recreate.path("runs").path(0).asText())
                .isEqualTo("../../recreate/2026-11-22T22-40-00Z");
        for (var measure : Measure.values()) {
            assertThat(recreate.has(measure.figure())).as(measure.figure()).isTrue();
        }
        assertThat(json.path("strategies").path(2).path("abortMillis").path("median").asInt())
                .isEqualTo(700);
    }

    private static Comparison sample() {
        return Comparison.of(
                List.of(
                        failing(),
                        rolling(1_000),
                        canary("canary-good", "promote api"),
                        canary("canary-abort", "abort api")));
    }
}

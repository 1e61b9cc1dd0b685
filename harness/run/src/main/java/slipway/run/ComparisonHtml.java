package slipway.run;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `comparison.html`: a slide with the table and its pictures, and below it what the words mean.
/// One page that needs no network and no script; a function of its arguments.
final class ComparisonHtml {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private static final String NOTHING = "—";

    /// A column of the table.
    ///
    /// @param beside a second figure, smaller, that the first is read with
    private record Column(Measure main, @Nullable Measure beside) {}

    private static final List<Column> COLUMNS =
            List.of(
                    new Column(Measure.LATE, null),
                    new Column(Measure.LONGEST_GAP, null),
                    new Column(Measure.FULL_SWITCH, Measure.MIXED),
                    new Column(Measure.ABORT, Measure.LAST_AFTER_ABORT),
                    new Column(Measure.WRONG_AFTER_ABORT, null),
                    new Column(Measure.EXTRA_PODS, Measure.MISSING_PODS),
                    new Column(Measure.TOTAL, null));

    private final Comparison comparison;
    private final RunInfo setting;
    private final Path home;
    private final StringBuilder html = new StringBuilder(1 << 16);

    private ComparisonHtml(Comparison comparison, RunInfo setting, Path home) {
        this.comparison = comparison;
        this.setting = setting;
        this.home = home;
    }

    /// @param setting what all runs have in common
    /// @param home the folder of the page: runs are linked from there
    static String of(Comparison comparison, RunInfo setting, Path home) {
        return new ComparisonHtml(comparison, setting, home).page();
    }

    private String page() {
        raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        raw(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
        text(title());
        raw("</title>\n<style>\n").raw(ReportHtml.resource("report/report.css"));
        raw(ReportHtml.resource("report/comparison.css")).raw("</style>\n</head>\n<body>\n");
        slide();
        meanings();
        runs();
        raw("</body>\n</html>\n");
        return html.toString();
    }

    private String title() {
        int strategies = comparison.rows().size();
        return "Rolling out %s from %s to %s: %s, one load"
                .formatted(
                        setting.subject().name(),
                        setting.from(),
                        next(),
                        strategies == 1 ? "1 strategy" : strategies + " strategies");
    }

    private String next() {
        return setting.to() == null ? "the next version" : setting.to();
    }

    private void slide() {
        raw("<section class=\"slide\">\n<h1>");
        text(title());
        raw("</h1>\n<p class=\"measured\">");
        text(measured());
        raw("</p>\n");
        if (setting.cluster().context().equals(Report.SIMULATED)) {
            raw(
                    "<p class=\"measured\"><b>On a simulated cluster:</b> this proves the harness, and"
                            + " says nothing of Kubernetes.</p>\n");
        }
        table();
        raw("</section>\n");
    }

    /// One line: load, size, cluster, date, commit.
    private String measured() {
        long requests =
                comparison.rows().stream()
                        .flatMap(row -> row.runs().stream())
                        .mapToLong(ComparedRun::offered)
                        .sum();
        int times =
                comparison.rows().stream().mapToInt(row -> row.rollouts().size()).max().orElse(1);
        return "%s, %s requests in all%s; %s (Kubernetes %s, %d nodes, %d cores); %s; Slipway %s"
                .formatted(
                        ReportWords.load(setting),
                        ReportHtml.count(requests),
                        times == 1 ? "" : ", each run " + times + " times: medians, and their span",
                        setting.cluster().context(),
                        setting.cluster().kubernetes(),
                        setting.cluster().nodes(),
                        setting.host().cores(),
                        MINUTE.format(setting.began()),
                        setting.slipway());
    }

    private void table() {
        var svg = new ComparisonSvg(comparison);
        raw("<div class=\"stage\"><table>\n<thead><tr><th></th><th class=\"picture\">");
        key("old", "answered by, pods of " + setting.from());
        key("young", next());
        key("failed", "failed");
        raw("</th><th>failed</th>");
        for (var column : COLUMNS) {
            raw("<th>");
            text(column.main().words());
            raw("</th>");
        }
        raw("</tr></thead>\n<tbody>\n");
        for (var row : comparison.rows()) {
            raw("<tr><th scope=\"row\">");
            text(row.contender().name());
            raw(ReportHtml.badge(row.worst().word())).raw("</th><td class=\"picture\">");
            raw(svg.row(row)).raw("</td>");
            failed(row);
            COLUMNS.forEach(column -> cell(row, column));
            raw("</tr>\n");
        }
        raw("</tbody>\n<tfoot><tr><td></td><td class=\"picture\">").raw(svg.axis());
        raw("</td><td colspan=\"").raw(String.valueOf(1 + COLUMNS.size()));
        raw("\">seconds since the first step of the rollout began</td></tr></tfoot>\n");
        raw("</table></div>\n");
    }

    private void key(String kind, String words) {
        raw("<span class=\"key ").raw(kind).raw("\"></span>");
        text(words);
        raw(" ");
    }

    private void failed(Comparison.Row row) {
        raw(
                row.failed() == 0
                        ? "<td><b>0</b>"
                        : "<td class=\"bad\"><b>✗ " + ReportHtml.count(row.failed()) + "</b>");
        raw("<small>of ").raw(ReportHtml.count(row.offered())).raw("</small>");
        row.bound()
                .ifPresent(
                        bound ->
                                raw("<small>at most ")
                                        .raw(ReportHtml.percent(bound))
                                        .raw("</small>"));
        raw("</td>");
    }

    private void cell(Comparison.Row row, Column column) {
        var main = row.cell(column.main());
        if (main.isEmpty()) {
            raw("<td class=\"none\">").raw(NOTHING).raw("</td>");
            return;
        }
        raw("<td><b>");
        text(main.get().text());
        raw("</b>");
        small(main.get().spread());
        if (column.beside() != null) {
            var words = column.beside().words();
            row.cell(column.beside())
                    .ifPresent(
                            beside -> {
                                small(words + " " + beside.text());
                                small(beside.spread());
                            });
        }
        raw("</td>");
    }

    private void small(String words) {
        if (!words.isEmpty()) {
            raw("<small>");
            text(words);
            raw("</small>");
        }
    }

    private void meanings() {
        raw("<section>\n<h2>What the words mean</h2>\n<dl>\n");
        meaning(
                "failed",
                "requests that were not acknowledged, of all that were sent in the rollouts; where none failed, at most 3 in N do (95 % confidence)");
        for (var measure : Measure.values()) {
            meaning(measure.words(), measure.meaning());
        }
        var unaborted = comparison.unaborted();
        if (!unaborted.isEmpty()) {
            meaning(NOTHING, "not measured: " + unaborted);
        }
        meaning(
                "pictures",
                "who answered the requests that were sent in each second, as shares; below, the pods that exist and are not ending, with a dashed line at those desired; thin lines where the first step began and the last ended. Of several runs the one of median time is drawn");
        meaning("load", setting.load());
        raw("</dl>\n</section>\n");
    }

    private void meaning(String word, String words) {
        raw("<dt>");
        text(word);
        raw("</dt><dd>");
        text(words);
        raw("</dd>\n");
    }

    private void runs() {
        raw("<section>\n<h2>The runs</h2>\n<ul class=\"sentences\">\n");
        for (var row : comparison.rows()) {
            for (var run : row.runs()) {
                var folder = home.relativize(run.folder());
                raw("<li>").raw(ReportHtml.badge(run.worst().word())).raw("<a href=\"");
                raw(ReportHtml.link(folder.resolve("report.html").toString())).raw("\">");
                text(run.scenario() + "/" + run.folder().getFileName());
                raw("</a></li>\n");
            }
        }
        raw("</ul>\n<p>Again: <code>./slipway compare strategies</code></p>\n</section>\n");
    }

    private ComparisonHtml raw(String markup) {
        html.append(markup);
        return this;
    }

    private void text(String text) {
        html.append(ReportHtml.escape(text));
    }
}

package slipway.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import slipway.core.Verdict;

/// A load's `report.html`: the verdict, how latency is spread, how it was over time, and how it
/// goes with throughput. One page that needs no network; a function of its arguments.
final class LoadHtml {
    /// Of the curve of percentiles: so many points for each half of what is left above.
    private static final int POINTS = 5;

    private final LoadResult result;
    private final String slipway;
    private final StringBuilder html = new StringBuilder(1 << 17);

    private LoadHtml(LoadResult result, String slipway) {
        this.result = result;
        this.slipway = slipway;
    }

    static String of(LoadResult result, String slipway) {
        return new LoadHtml(result, slipway).page();
    }

    private String page() {
        var worst = Verdict.worst(result.verdicts()).word();
        raw(ReportHtml.head("load: " + worst));
        header(worst);
        claims();
        figures();
        pictures();
        failures();
        raw("<section>\n<h2>Environment</h2>\n<p>");
        text(
                "%d cores; Slipway %s; load %s, seed %d"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                slipway,
                                result.load().run(),
                                result.load().seed()));
        raw(
                "</p>\n<p>Files: <a href=\"./load.json\">load.json</a> <a href=\"./intervals.hlog\">intervals.hlog</a></p>\n</section>\n");
        raw(ReportHtml.drawn(data(), "report/load.js")).raw("</body>\n</html>\n");
        return html.toString();
    }

    private void header(String worst) {
        var measured = result.measurement();
        raw("<header class=\"").raw(worst).raw("\">\n<p class=\"badge\">");
        raw(ReportHtml.badge(worst)).raw("<span class=\"run\">");
        text(result.load().run());
        raw("</span></p>\n<h1>");
        text(
                "%s answered of %s; half within %s, 99 %% within %s"
                        .formatted(
                                ReportHtml.count(measured.tally().answered()),
                                ReportHtml.count(measured.tally().sent()),
                                millis(measured.latency(), 50),
                                millis(measured.latency(), 99)));
        raw("</h1>\n<p>");
        text(LoadText.of(result.load()));
        raw("</p>\n</header>\n");
    }

    private void claims() {
        raw("<section>\n<h2>Claims</h2>\n<div class=\"wide\"><table><tbody>\n");
        for (var verdict : result.verdicts()) {
            raw("<tr class=\"").raw(verdict.word()).raw("\"><td class=\"claim\">");
            text(verdict.claim());
            raw("</td><td>").raw(ReportHtml.badge(verdict.word())).raw("</td><td>");
            text(Verdicts.why(verdict).replaceFirst("^: ", ""));
            raw("</td></tr>\n");
        }
        raw("</tbody></table></div>\n</section>\n");
    }

    private void figures() {
        var measured = result.measurement();
        raw(
                "<section>\n<h2>How long it took</h2>\n<div class=\"wide\"><table><thead><tr><th></th><th class=\"number\">p50</th><th class=\"number\">p90</th><th class=\"number\">p99</th><th class=\"number\">p99.9</th><th class=\"number\">max</th></tr></thead>\n<tbody>\n");
        row("latency, from where each request was due", measured.latency());
        row("from where it was sent, which overlooks what the client was late", measured.waiting());
        row("how late the client sent", measured.lateness());
        raw("</tbody></table></div>\n</section>\n");
    }

    private void row(String name, Histogram micros) {
        raw("<tr><td>");
        text(name);
        raw("</td>");
        for (double percentile : List.of(50.0, 90.0, 99.0, 99.9, 100.0)) {
            raw("<td class=\"number\">").raw(millis(micros, percentile)).raw("</td>");
        }
        raw("</tr>\n");
    }

    private void pictures() {
        raw("<section id=\"timeline\">\n<h2>Over time</h2>\n");
        raw(
                "<noscript><p>The drawings need JavaScript; everything else on this page does not.</p></noscript>\n");
        raw(
                "<h3>Latency <small>of what ended in each second; logarithmic</small></h3>\n<div id=\"latency\"></div>\n");
        raw("<h3>Requests a second</h3>\n<div id=\"rate\"></div>\n</section>\n");
        raw(
                "<section>\n<h2>How latency is spread</h2>\n<h3>By percentile <small>each nine takes as much room as the one before</small></h3>\n<div id=\"spread\"></div>\n</section>\n");
        raw(
                "<section>\n<h2>Throughput and latency</h2>\n<h3>One dot a second <small>what was answered, and how long the slowest of a hundred took; a load of --shape step shows where it bends</small></h3>\n<div id=\"curve\"></div>\n</section>\n");
    }

    private void failures() {
        if (result.measurement().failures().isEmpty()) {
            return;
        }
        raw("<section>\n<h2>What failed</h2>\n<div class=\"wide\"><table><tbody>\n");
        result.measurement().failures().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(
                        reason -> {
                            raw("<tr><td class=\"number\">");
                            raw(ReportHtml.count(reason.getValue())).raw("</td><td>");
                            text(reason.getKey());
                            raw("</td></tr>\n");
                        });
        raw("</tbody></table></div>\n</section>\n");
    }

    private ObjectNode data() {
        var node = Json.object();
        series(node, "t", LoadSecond::begin);
        series(node, "p50", LoadSecond::p50);
        series(node, "p99", LoadSecond::p99);
        series(node, "p999", LoadSecond::p999);
        series(node, "max", LoadSecond::max);
        series(node, "sent", second -> second.tally().sent() / second.length());
        series(node, "answered", second -> second.tally().answered() / second.length());
        series(
                node,
                "failed",
                second -> (second.tally().failed() + second.tally().timedOut()) / second.length());
        var spread = node.putObject("spread");
        var at = spread.putArray("at");
        var planned = spread.putArray("latency");
        var begun = spread.putArray("waiting");
        for (double left = 1;
                left * result.measurement().latency().getTotalCount() >= 1;
                left *= Math.pow(0.5, 1.0 / POINTS)) {
            at.add(digits(-Math.log10(left)));
            planned.add(digits(value(result.measurement().latency(), 100 * (1 - left))));
            begun.add(digits(value(result.measurement().waiting(), 100 * (1 - left))));
        }
        return node;
    }

    private void series(ObjectNode node, String name, ToDoubleFunction<LoadSecond> figure) {
        var array = node.putArray(name);
        result.series().forEach(second -> array.add(digits(figure.applyAsDouble(second))));
    }

    private static double value(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    private static String millis(Histogram micros, double percentile) {
        return ReportHtml.millis(value(micros, percentile));
    }

    private static double digits(double value) {
        return Math.round(value * 1e3) / 1e3;
    }

    private LoadHtml raw(String markup) {
        html.append(markup);
        return this;
    }

    private void text(String text) {
        html.append(ReportHtml.escape(text));
    }
}

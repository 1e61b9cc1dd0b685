package slipway.run;

import java.util.List;
import slipway.chaos.Aftermath;

/// What each fault cost, as tables: one by kinds where a kind came more than once, and one of all.
final class ReportRecovery {
    /// More than a screen of them is folded away.
    private static final int OPEN = 12;

    private ReportRecovery() {}

    /// Empty where there was no fault.
    static String html(List<Aftermath> aftermaths) {
        if (aftermaths.isEmpty()) {
            return "";
        }
        var kinds = FaultKind.of(aftermaths);
        var html = new StringBuilder();
        html.append("<section>\n<h2>What each fault cost</h2>\n<p>")
                .append(
                        "A request that failed is counted for the last fault that had begun by then. ")
                .append("“Failing” is from when the first of them was due to when the last was; ")
                .append("“well again” counts from the end of the fault, or, of one that ends by ")
                .append("itself, from its deed. The agent on each node asks for names and answers ")
                .append("once a second, and so often it did so in vain.</p>\n");
        if (kinds.size() < aftermaths.size()) {
            kinds(html, kinds);
        }
        html.append("<details")
                .append(aftermaths.size() <= OPEN ? " open" : "")
                .append("><summary>Each of them</summary>\n");
        each(html, aftermaths);
        return html.append("</details>\n</section>\n").toString();
    }

    private static void kinds(StringBuilder html, List<FaultKind> kinds) {
        head(html, "Fault", "#Times", "Failing", "Well again after");
        for (var kind : kinds) {
            html.append("<tr>");
            text(html, kind.fault());
            number(html, kind.each().size());
            text(html, kind.outage());
            text(html, kind.ready());
            number(html, kind.failed());
            number(html, kind.refusedWrites());
            number(html, kind.uncertainWrites());
            text(html, kind.inVain());
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
    }

    private static void each(StringBuilder html, List<Aftermath> aftermaths) {
        head(html, "Fault", "Seen", "First to last that failed", "Well again after");
        for (var one : aftermaths) {
            var seen = one.strike().seen();
            var harm = one.harm();
            html.append("<tr>");
            text(html, seen.step());
            when(html, "%s to %s".formatted(ReportHtml.at(seen.begin()), end(seen.end())));
            when(
                    html,
                    harm.failed() == 0
                            ? "–"
                            : "%s to %s: %s"
                                    .formatted(
                                            ReportHtml.at(harm.first()),
                                            ReportHtml.at(harm.last()),
                                            ReportHtml.time(harm.outage())));
            var ready = one.strike().ready();
            text(html, ready.isPresent() ? ReportHtml.time(ready.getAsLong()) : "–");
            number(html, harm.failed());
            number(html, harm.refusedWrites());
            number(html, harm.uncertainWrites());
            text(html, FaultKind.inVain(one.views()));
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
    }

    private static String end(long at) {
        return at == Long.MAX_VALUE ? "no end" : ReportHtml.at(at);
    }

    /// The columns that both tables have come last.
    ///
    /// @param first the others; those with a # are of numbers
    private static void head(StringBuilder html, String... first) {
        html.append("<div class=\"wide\"><table><thead><tr>");
        for (var name : first) {
            column(html, name);
        }
        for (var name :
                List.of(
                        "#Requests failed",
                        "#Writes refused",
                        "#Writes uncertain",
                        "Agents in vain, by node")) {
            column(html, name);
        }
        html.append("</tr></thead>\n<tbody>\n");
    }

    private static void column(StringBuilder html, String name) {
        html.append(name.startsWith("#") ? "<th class=\"number\">" : "<th>")
                .append(name.replace("#", ""))
                .append("</th>");
    }

    private static void text(StringBuilder html, String text) {
        html.append("<td>").append(ReportHtml.escape(text)).append("</td>");
    }

    private static void when(StringBuilder html, String text) {
        html.append("<td class=\"when\">").append(ReportHtml.escape(text)).append("</td>");
    }

    private static void number(StringBuilder html, long number) {
        html.append("<td class=\"number\">").append(ReportHtml.count(number)).append("</td>");
    }
}

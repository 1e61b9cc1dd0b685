package slipway.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import slipway.core.Verdict;

/// The numbers behind a verdict, with their names in words and their units.
final class ReportFigures {
    /// What a reader looks for first; the others are folded away.
    private static final List<String> KEY =
            List.of(
                    "offered",
                    "failed",
                    "refused",
                    "timedOut",
                    "longestGapMillis",
                    "latencyP50Millis",
                    "latencyP99Millis",
                    "sent",
                    "late",
                    "latenessP99Millis",
                    "acknowledged",
                    "lost",
                    "doubled",
                    "asked",
                    "inTheBooks",
                    "unexplained",
                    "missing",
                    "expected",
                    "total",
                    "promised",
                    "fewestReady",
                    "answersOld",
                    "answersNew",
                    "rolloutMillis");

    /// How many are shown without a click.
    private static final int SHOWN = 8;

    /// Figures of the form "0 of N": what is counted, of what, and the word for it.
    private static final List<List<String>> ZERO_OF =
            List.of(
                    List.of("failed", "offered", "failed"),
                    List.of("lost", "acknowledged", "lost"),
                    List.of("unexplained", "inTheBooks", "unexplained"));

    private static final Map<String, String> WORDS =
            Map.ofEntries(
                    Map.entry("offered", "requests"),
                    Map.entry("timedOut", "without a clear answer"),
                    Map.entry("offeredFresh", "on fresh connections"),
                    Map.entry("offeredKept", "on kept connections"),
                    Map.entry("failedFresh", "failed on fresh connections"),
                    Map.entry("failedKept", "failed on kept connections"),
                    Map.entry("offeredSlow", "on slow lines"),
                    Map.entry("failedSlow", "failed on slow lines"),
                    Map.entry("longestGapMillis", "longest time without an answer"),
                    Map.entry("upperBound95", "95 % upper limit of failures"),
                    Map.entry("answersOld", "answers by the old version"),
                    Map.entry("answersNew", "answers by the new version"));

    private ReportFigures() {}

    /// "0 of N" as a bound on the true share (rule of three: with N clean trials, 95 % upper limit
    /// 3/N); absent where something was counted, or nothing tried.
    static Optional<String> bound(Verdict verdict) {
        var figures = verdict.figures();
        if (figures.containsKey("cutOff")) {
            return Optional.empty(); // of those that were cut off nobody knows
        }
        for (var form : ZERO_OF) {
            var zero = figures.get(form.get(0));
            var of = figures.get(form.get(1));
            if (zero != null && of != null && zero.doubleValue() == 0 && of.longValue() > 0) {
                long n = of.longValue();
                return Optional.of(
                        "0 of %s %s: the true share is at most %s (95 %% upper limit, 3/N)"
                                .formatted(
                                        ReportHtml.count(n),
                                        form.get(2),
                                        ReportHtml.percent(Math.min(1, 3.0 / n))));
            }
        }
        return Optional.empty();
    }

    static String html(Map<String, Number> figures) {
        var first = new ArrayList<String>();
        KEY.stream().filter(figures::containsKey).limit(SHOWN).forEach(first::add);
        figures.keySet().stream()
                .filter(name -> !first.contains(name))
                .limit(Math.max(0, SHOWN - first.size()))
                .forEach(first::add);
        var rest = figures.keySet().stream().filter(name -> !first.contains(name)).toList();
        var html = new StringBuilder();
        list(html, first, figures);
        if (!rest.isEmpty()) {
            html.append("<details><summary>").append(rest.size()).append(" more</summary>");
            list(html, rest, figures);
            html.append("</details>");
        }
        return html.toString();
    }

    private static void list(StringBuilder html, List<String> names, Map<String, Number> figures) {
        html.append("<ul class=\"figures\">");
        for (var name : names) {
            var number = figures.get(name);
            if (number != null) {
                html.append("<li><b>")
                        .append(ReportHtml.escape(value(name, number)))
                        .append("</b> ")
                        .append(ReportHtml.escape(words(name)))
                        .append("</li>");
            }
        }
        html.append("</ul>");
    }

    static String words(String name) {
        var known = WORDS.get(name);
        if (known != null) {
            return known;
        }
        return name.replaceAll("(Millis|Seconds|Bytes)$", "")
                .replaceAll("P999\\b", " p99.9")
                .replaceAll("P(\\d+)", " p$1")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    static String value(String name, Number value) {
        if (name.startsWith("upperBound")) {
            return ReportHtml.percent(value.doubleValue());
        }
        if (name.endsWith("Millis")) {
            return ReportHtml.millis(value.doubleValue());
        }
        var unit = name.endsWith("Seconds") ? " s" : name.endsWith("Bytes") ? " B" : "";
        return (value instanceof Double || value instanceof Float
                        ? ReportHtml.decimal(value.doubleValue(), 3)
                        : ReportHtml.count(value.longValue()))
                + unit;
    }
}

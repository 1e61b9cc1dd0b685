package slipway.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Small helpers to write a page: everything that comes from a run is text, never markup.
final class ReportHtml {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

    private ReportHtml() {}

    /// The begin of a page that is drawn, up to its body.
    static String head(String title) {
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                // The browser itself holds the page to it: nothing is fetched, whatever a run put
                // into it.
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                + " style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>"
                + escape(title)
                + "</title>\n<style>\n"
                + resource(UPLOT + "dist/uPlot.min.css")
                + "\n"
                + resource("report/report.css")
                + "</style>\n</head>\n<body>\n";
    }

    /// What draws a page: its data, uPlot with its licence, and the page's own script, which finds
    /// the data in the element `data`.
    static String drawn(JsonNode data, String script) {
        return "<!--\nuPlot, which draws the timeline:\n"
                + resource(UPLOT + "LICENSE").replace("--", "- -")
                + "-->\n<script id=\"data\" type=\"application/json\">"
                + inScript(Json.compact(data))
                + "</script>\n<script>\n"
                + resource(UPLOT + "dist/uPlot.iife.min.js")
                + "\n</script>\n<script>\n"
                + resource(script)
                + "</script>\n";
    }

    static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /// JSON to stand inside a script element: no `<`, so nothing can end the element or begin a
    /// comment.
    static String inScript(String json) {
        return json.replace("<", "\\u003c");
    }

    /// Sign, word and colour say the same, so that none of them is needed alone.
    static String badge(String word) {
        var sign =
                switch (word) {
                    case "holds" -> "✓";
                    case "violated" -> "✗";
                    default -> "?";
                };
        return "<span class=\"verdict "
                + word.replace(' ', '-')
                + "\"><span aria-hidden=\"true\">"
                + sign
                + "</span> "
                + word
                + "</span> ";
    }

    /// A relative link; `./` first, so that a name with a colon is no scheme.
    static String link(String file) {
        try {
            return escape("./" + new URI(null, null, "/" + file, null).getRawPath().substring(1));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// A time in the form that reads best: 0.42 ms, 12.3 ms, 480 ms, 1.25 s.
    static String time(long nanos) {
        return millis(nanos / 1e6);
    }

    static String millis(double millis) {
        if (Math.abs(millis) >= 1_000) {
            return decimal(millis / 1_000, 2) + " s";
        }
        return decimal(millis, Math.abs(millis) < 1 ? 2 : Math.abs(millis) < 100 ? 1 : 0) + " ms";
    }

    /// A time since the run began.
    static String at(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }

    /// Without the zeros that say nothing.
    static String decimal(double value, int places) {
        var text = String.format(Locale.ROOT, "%,." + places + "f", value);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    /// Two significant digits, since a bound is rough.
    static String percent(double share) {
        double percent = 100 * share;
        int places =
                percent <= 0 ? 0 : Math.clamp((int) (1 - Math.floor(Math.log10(percent))), 0, 6);
        return decimal(percent, places) + " %";
    }

    static String resource(String path) {
        try (InputStream in = ReportHtml.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("expected " + path + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package slipway.run;

import java.util.stream.Stream;

/// The pictures of a comparison, drawn in SVG that stands in the page itself: all over one time
/// axis and one scale of pods, so that one strategy can be held against another by eye.
///
/// Where a colour says something, a word in the picture says it too.
final class ComparisonSvg {
    private static final int WIDTH = 560;

    /// Room for the words beside a strip.
    private static final int LEFT = 52;

    /// Half of the last word of the axis.
    private static final int RIGHT = 14;

    private static final int ANSWERS = 44;
    private static final int PODS = 34;
    private static final int ABORTED = 24;
    private static final int GAP = 5;
    private static final int AXIS = 18;

    /// One failure in a second has to be seen.
    private static final int LEAST = 3;

    /// The most ticks that have room beside each other.
    private static final int TICKS = 10;

    private static final int[] TICK_SECONDS = {1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800};

    private final int until;
    private final int mostPods;

    ComparisonSvg(Comparison comparison) {
        var pictures =
                comparison.rows().stream()
                        .flatMap(
                                row ->
                                        Stream.concat(
                                                Stream.of(row.drawn()), row.drawnAbort().stream()))
                        .map(ComparedRun::picture)
                        .toList();
        until = pictures.stream().mapToInt(ComparedPicture::until).max().orElse(1);
        int most =
                pictures.stream()
                        .flatMap(picture -> picture.pods().stream())
                        .mapToInt(pods -> Math.max(pods.old() + pods.young(), pods.desired()))
                        .max()
                        .orElse(1);
        mostPods = Math.max(1, most);
    }

    /// Who answered, below it the pods, and below them who answered while it was aborted, where it
    /// was.
    String row(Comparison.Row row) {
        var abort = row.drawnAbort();
        int height = ANSWERS + GAP + PODS + (abort.isPresent() ? GAP + ABORTED : 0);
        var svg = new StringBuilder();
        open(svg, height, row.contender().name() + ": who answered, and which pods there were");
        var picture = row.drawn().picture();
        label(svg, "end", LEFT - 5, ANSWERS / 2.0 + 4, "answers");
        answers(svg, picture, 0, ANSWERS);
        pods(svg, picture, ANSWERS + GAP, PODS);
        ticks(svg, ANSWERS + GAP + PODS);
        mark(svg, 0, 0, ANSWERS + GAP + PODS);
        mark(svg, picture.end(), 0, ANSWERS + GAP + PODS);
        if (abort.isPresent()) {
            int top = ANSWERS + GAP + PODS + GAP;
            label(svg, "end", LEFT - 5, top + ABORTED / 2.0 + 4, "aborted");
            answers(svg, abort.get().picture(), top, ABORTED);
            var at = abort.get().picture().abort();
            if (at != null) {
                mark(svg, at, top, top + ABORTED);
                label(svg, "mark", x(at) + 4, top + ABORTED / 2.0 + 4, "abort");
            }
        }
        return svg.append("</svg>").toString();
    }

    /// The seconds since the rollout began.
    String axis() {
        var svg = new StringBuilder();
        open(svg, AXIS, "seconds since the rollout began");
        int step = step();
        for (int at = 0; at <= until; at += step) {
            label(svg, "tick", x(at), AXIS - 5, at == 0 ? "0" : at + " s");
        }
        return svg.append("</svg>").toString();
    }

    private void answers(StringBuilder svg, ComparedPicture picture, int top, int height) {
        var old = new StringBuilder();
        var young = new StringBuilder();
        var failed = new StringBuilder();
        int failures = 0;
        double firstFailure = 0;
        double lastAnswer = 0;
        boolean endsNew = false;
        for (int i = 0; i < picture.answers().size(); i++) {
            var second = picture.answers().get(i);
            if (second.all() == 0) {
                continue;
            }
            double left = x(i - ComparedPicture.LEAD);
            double right = x(i - ComparedPicture.LEAD + 1);
            double bottom = top + height;
            double middle = bottom - (double) height * second.young() / second.all();
            double upper = middle - (double) height * second.old() / second.all();
            box(young, left, right, middle, bottom);
            box(old, left, right, upper, middle);
            if (second.failed() > 0) {
                box(failed, left, right, top, Math.max(upper, top + LEAST));
                firstFailure = failures == 0 ? left : firstFailure;
                failures += second.failed();
            }
            lastAnswer = right;
            endsNew = second.young() > second.old();
        }
        path(svg, "old", old);
        path(svg, "young", young);
        path(svg, "failed", failed);
        double line = top + height / 2.0 + 4;
        label(svg, "", LEFT + 4, line, picture.from());
        if (endsNew) {
            label(svg, "end on-young", lastAnswer - 4, line, picture.next());
        }
        if (failures > 0) {
            label(
                    svg,
                    "mark",
                    firstFailure + 3,
                    top + 12,
                    "✗ " + ReportHtml.count(failures) + " failed");
        }
    }

    private void pods(StringBuilder svg, ComparedPicture picture, int top, int height) {
        var old = new StringBuilder();
        var young = new StringBuilder();
        var desired = new StringBuilder();
        double bottom = top + height;
        double pod = (double) height / mostPods;
        var states = picture.pods();
        for (int i = 0; i < states.size(); i++) {
            var state = states.get(i);
            double left = x(state.at());
            double right = x(i + 1 < states.size() ? states.get(i + 1).at() : picture.until());
            double middle = bottom - pod * state.young();
            box(young, left, right, middle, bottom);
            box(old, left, right, middle - pod * state.old(), middle);
            desired.append('M').append(number(left)).append(',');
            desired.append(number(bottom - pod * state.desired())).append('H');
            desired.append(number(right));
        }
        path(svg, "old", old);
        path(svg, "young", young);
        path(svg, "desired", desired);
        label(svg, "end", LEFT - 5, bottom - 2, "pods");
        if (!states.isEmpty()) {
            int wanted = states.getFirst().desired();
            double high = Math.max(top + 8.0, bottom - pod * wanted + 4);
            label(svg, "end", LEFT - 5, high, String.valueOf(wanted));
        }
    }

    /// Thin lines over everything, by which a time is found on the axis.
    private void ticks(StringBuilder svg, int bottom) {
        int step = step();
        for (int at = step; at <= until; at += step) {
            path(svg, "grid", vertical(at, 0, bottom));
        }
    }

    private void mark(StringBuilder svg, double at, int top, int bottom) {
        path(svg, "moment", vertical(at, top, bottom));
    }

    private String vertical(double at, int top, int bottom) {
        return "M" + number(x(at)) + "," + top + "V" + bottom;
    }

    private int step() {
        for (int step : TICK_SECONDS) {
            if (until / step <= TICKS) {
                return step;
            }
        }
        return Math.max(1, until);
    }

    private double x(double seconds) {
        double part = (seconds + ComparedPicture.LEAD) / (until + ComparedPicture.LEAD);
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private static void open(StringBuilder svg, int height, String words) {
        svg.append("<svg role=\"img\" viewBox=\"0 0 ").append(WIDTH).append(' ').append(height);
        svg.append("\" aria-label=\"").append(ReportHtml.escape(words)).append("\">");
    }

    private static void box(
            StringBuilder path, double left, double right, double top, double bottom) {
        if (bottom - top < 0.05) {
            return; // nothing that could be seen
        }
        path.append('M').append(number(left)).append(',').append(number(top));
        path.append('H').append(number(right)).append('V').append(number(bottom));
        path.append('H').append(number(left)).append('Z');
    }

    private static void path(StringBuilder svg, String kind, CharSequence path) {
        if (!path.isEmpty()) {
            svg.append("<path class=\"").append(kind).append("\" d=\"").append(path);
            svg.append("\"/>");
        }
    }

    private static void label(StringBuilder svg, String kind, double x, double y, String words) {
        svg.append("<text class=\"").append(kind).append("\" x=\"").append(number(x));
        svg.append("\" y=\"").append(number(y)).append("\">");
        svg.append(ReportHtml.escape(words)).append("</text>");
    }

    private static String number(double value) {
        return ReportHtml.decimal(value, 1);
    }
}

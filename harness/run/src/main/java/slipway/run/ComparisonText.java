package slipway.run;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A comparison on a terminal: a line for each measure, a column for each strategy.
final class ComparisonText {
    private static final String NOTHING = "—";

    private ComparisonText() {}

    static void tell(Comparison comparison, PrintWriter out) {
        var lines = new ArrayList<List<String>>();
        lines.add(line("", comparison, row -> row.contender().name()));
        lines.add(line("verdict", comparison, row -> row.worst().word()));
        lines.add(
                line(
                        "failed",
                        comparison,
                        row ->
                                ReportHtml.count(row.failed())
                                        + " of "
                                        + ReportHtml.count(row.offered())));
        lines.add(line("at most (95 %)", comparison, ComparisonText::bound));
        for (var measure : Measure.values()) {
            lines.add(
                    line(
                            measure.words(),
                            comparison,
                            row -> row.cell(measure).map(ComparisonText::cell).orElse(NOTHING)));
        }
        for (var line : lines) {
            var text = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                text.append(line.get(i)).append(" ".repeat(width(lines, i) - line.get(i).length()));
            }
            out.println(text.toString().stripTrailing());
        }
        var unaborted = comparison.unaborted();
        if (!unaborted.isEmpty()) {
            out.println(NOTHING + ": " + unaborted);
        }
    }

    private static List<String> line(
            String head, Comparison comparison, Function<Comparison.Row, String> cell) {
        var line = new ArrayList<String>();
        line.add(head);
        comparison.rows().forEach(row -> line.add(cell.apply(row)));
        return line;
    }

    private static String bound(Comparison.Row row) {
        var bound = row.bound();
        return bound.isEmpty() ? NOTHING : ReportHtml.percent(bound.getAsDouble());
    }

    private static String cell(Comparison.Cell cell) {
        var spread = cell.spread();
        return spread.isEmpty() ? cell.text() : cell.text() + " (" + spread + ")";
    }

    private static int width(List<List<String>> lines, int column) {
        return 2 + lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }
}

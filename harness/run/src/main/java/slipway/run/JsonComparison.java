package slipway.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/// `comparison.json`: the table, and what its pictures are drawn from. docs/run-folder.md describes
/// it.
final class JsonComparison {
    private JsonComparison() {}

    /// @param setting what all runs have in common
    /// @param home the folder of the file: runs are named from there
    static ObjectNode write(Comparison comparison, RunInfo setting, Path home) {
        var node =
                Json.object()
                        .put("comparison", "strategies")
                        .put("verdict", comparison.worst().word());
        node.set("subject", JsonEvent.workload(setting.subject()));
        node.put("load", setting.load());
        node.putObject("versions").put("from", setting.from()).put("to", setting.to());
        node.putObject("cluster")
                .put("kubernetes", setting.cluster().kubernetes())
                .put("nodes", setting.cluster().nodes())
                .put("context", setting.cluster().context());
        node.put("began", setting.began().toString()).put("slipway", setting.slipway());
        var rows = node.putArray("strategies");
        comparison.rows().forEach(row -> rows.add(row(row, home)));
        return node;
    }

    private static ObjectNode row(Comparison.Row row, Path home) {
        var node =
                Json.object()
                        .put("strategy", row.contender().name())
                        .put("verdict", row.worst().word())
                        .put("offered", row.offered())
                        .put("failed", row.failed());
        row.bound().ifPresent(bound -> node.put("upperBound95", bound));
        for (var measure : Measure.values()) {
            var cell = row.cell(measure);
            if (cell.isPresent()) {
                node.set(measure.figure(), cell(cell.get()));
            } else {
                node.putNull(measure.figure());
            }
        }
        var runs = node.putArray("runs");
        row.runs().forEach(run -> runs.add(home.relativize(run.folder()).toString()));
        node.set("plot", plot(row.drawn().picture()));
        row.drawnAbort().ifPresent(run -> node.set("abortPlot", plot(run.picture())));
        return node;
    }

    private static ObjectNode cell(Comparison.Cell cell) {
        var node = Json.object();
        number(node, "median", cell.median());
        number(node, "least", cell.least());
        number(node, "most", cell.most());
        return node.put("measured", cell.measured()).put("runs", cell.runs());
    }

    private static ObjectNode plot(ComparedPicture picture) {
        var node =
                Json.object()
                        .put("beginSeconds", -ComparedPicture.LEAD)
                        .put("endSeconds", picture.end())
                        .put("abortSeconds", picture.abort());
        var answers = node.putObject("answers");
        var old = answers.putArray("old");
        var young = answers.putArray("new");
        var failed = answers.putArray("failed");
        for (var second : picture.answers()) {
            old.add(second.old());
            young.add(second.young());
            failed.add(second.failed());
        }
        node.set("pods", pods(picture));
        return node;
    }

    private static ArrayNode pods(ComparedPicture picture) {
        var states = Json.NODES.arrayNode();
        for (var pods : picture.pods()) {
            states.addObject()
                    .put("atSeconds", pods.at())
                    .put("old", pods.old())
                    .put("new", pods.young())
                    .put("desired", pods.desired());
        }
        return states;
    }

    /// Counts without a decimal point.
    private static void number(ObjectNode node, String name, double value) {
        if (value == Math.rint(value)) {
            node.put(name, (long) value);
        } else {
            node.put(name, value);
        }
    }
}

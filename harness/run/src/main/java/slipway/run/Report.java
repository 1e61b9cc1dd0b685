package slipway.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.chaos.Aftermath;
import slipway.core.History;
import slipway.core.NodeView;
import slipway.core.Outcome;
import slipway.core.Verdict;

/// `report.html`: what a run showed, on one page that needs no network and no Slipway. A function
/// of the folder's files: the same folder gives the same bytes.
public final class Report {
    /// What the cluster in memory calls its context.
    static final String SIMULATED = "sim";

    /// Kinds of failures in the table; each row is one of them, the most frequent first.
    private static final int KINDS = 12;

    private final String run;
    private final RunInfo info;
    private final StoreHistory stored;
    private final @Nullable List<Verdict> verdicts;
    private final List<String> files;
    private final StringBuilder html = new StringBuilder(1 << 18);

    private Report(
            String run,
            RunInfo info,
            StoreHistory stored,
            @Nullable List<Verdict> verdicts,
            List<String> files) {
        this.run = run;
        this.info = info;
        this.stored = stored;
        this.verdicts = verdicts;
        this.files = files;
    }

    /// Writes the report of a run, also of one that was cut off or not judged.
    ///
    /// @return the file
    /// @throws slipway.core.InvalidSpec when the folder is malformed
    /// @throws UncheckedIOException when the file cannot be written
    public static Path write(RunFolder folder) {
        try {
            StoreFile.write(folder.reportHtml(), html(folder));
            return folder.reportHtml();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + folder.reportHtml() + ": " + e.getMessage(), e);
        }
    }

    static String html(RunFolder folder) {
        var info = folder.info();
        return new Report(
                        info.scenario() + "/" + real(folder.path()).getFileName(),
                        info,
                        folder.history(),
                        folder.verdicts().orElse(null),
                        files(folder))
                .page();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find " + path, e);
        }
    }

    private static List<String> files(RunFolder folder) {
        var files = new ArrayList<String>();
        Stream.of(
                        folder.scenarioJson(),
                        folder.planYaml(),
                        folder.historyJsonl(),
                        folder.verdictJson())
                .filter(Files::exists)
                .forEach(file -> files.add(String.valueOf(file.getFileName())));
        if (Files.isDirectory(folder.logs())) {
            try (var logs = Files.list(folder.logs())) {
                logs.map(log -> "logs/" + log.getFileName()).sorted().forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot list " + folder.logs(), e);
            }
        }
        return files;
    }

    private String page() {
        var worst = verdicts == null ? "not judged" : Verdict.worst(verdicts).word();
        raw(ReportHtml.head(info.scenario() + ": " + worst));
        verdict(worst);
        claims();
        timeline();
        raw(ReportRecovery.html(Aftermath.of(stored.history())));
        failures();
        views();
        witnesses();
        notes();
        client();
        environment();
        again();
        script();
        raw("</body>\n</html>\n");
        return html.toString();
    }

    private void verdict(String word) {
        raw("<header class=\"").raw(word.replace(' ', '-')).raw("\">\n<p class=\"badge\">");
        raw(ReportHtml.badge(word)).raw("<span class=\"run\">");
        text(run);
        raw("</span></p>\n<h1>");
        text(ReportWords.headline(info, stored.history(), verdicts));
        raw("</h1>\n");
        if (info.twin() != null) {
            raw("<p class=\"twin\">This is the sabotaged twin of <b>");
            text(info.twin());
            raw("</b>: a copy with a fault put in on purpose, to show that the checkers find it. ");
            text(
                    switch (word) {
                        case "violated" ->
                                "Here “violated” is the right answer: the fault was caught.";
                        case "holds" ->
                                "Here “violated” would be the right answer: the fault was not caught, so the checkers cannot be trusted.";
                        default -> "Here “violated” would be the right answer.";
                    });
            raw("</p>\n");
        }
        if (info.cluster().context().equals(SIMULATED)) {
            raw(
                    "<p class=\"twin\"><b>On a simulated cluster:</b> this proves the harness, and"
                            + " says nothing of Kubernetes.</p>\n");
        }
        var cutOff = ReportWords.cutOff(stored);
        if (!cutOff.isEmpty()) {
            raw("<p class=\"cut\"><b>The run was cut off.</b> ");
            text(cutOff);
            raw("</p>\n");
        }
        raw("</header>\n");
    }

    private void claims() {
        raw("<section>\n<h2>Claims</h2>\n");
        if (verdicts == null) {
            raw("<p>Nobody has judged this run yet. It was to show that:</p>\n<ul>");
            for (var claim : info.claims()) {
                raw("<li>");
                text(claim);
                raw("</li>");
            }
            raw("</ul>\n</section>\n");
            return;
        }
        raw(
                "<div class=\"wide\"><table class=\"claims\"><thead><tr><th>Claim</th><th>Verdict</th><th>Why, and the figures behind it</th></tr></thead>\n<tbody>\n");
        for (var verdict : verdicts) {
            raw("<tr class=\"").raw(verdict.word()).raw("\"><td class=\"claim\">");
            text(verdict.claim());
            raw("</td><td>");
            raw(ReportHtml.badge(verdict.word())).raw("</td><td>");
            switch (verdict) {
                case Verdict.Holds _ -> {}
                case Verdict.Undecided(_, var why, _) -> why(why);
                case Verdict.Violated(_, var why, _, _) -> why(why);
            }
            ReportFigures.bound(verdict)
                    .ifPresent(
                            bound -> {
                                raw("<p class=\"bound\">");
                                text(bound);
                                raw("</p>");
                            });
            raw(ReportFigures.html(verdict.figures()));
            raw("</td></tr>\n");
        }
        raw("</tbody></table></div>\n</section>\n");
    }

    private void why(String why) {
        raw("<p class=\"why\">");
        text(why);
        raw("</p>");
    }

    private void timeline() {
        raw("<section id=\"timeline\">\n<h2>Timeline</h2>\n");
        raw(
                "<p class=\"hint\">One axis for all: seconds since the run began. Hover for values, drag to zoom, double-click to see all again, click a name to hide it.</p>\n");
        raw(
                "<noscript><p>The drawing needs JavaScript; everything else on this page does not.</p></noscript>\n");
        if (!stored.history().strikes().isEmpty()) {
            raw(
                    "<p class=\"hint\">A fault’s block is where it was seen to be there. The lines below it: <span class=\"real key\"></span> from its deed to its end, <span class=\"plan key\"></span> as it was planned.</p>\n");
        }
        raw("<div id=\"lanes\"></div>\n");
        raw(
                "<h3>How long answers took <small>from the time a request was due, so that a stall counts for all who waited; without what a slow line takes to send; logarithmic</small></h3>\n<div id=\"latency\"></div>\n");
        raw(
                "<h3>Requests a second <small>by the time they were due</small></h3>\n<div id=\"rate\"></div>\n");
        raw("<h3>Ready pods of ");
        text(info.subject().name());
        raw(
                " by version <small>stacked; as the API server reported them</small></h3>\n<div id=\"pods\"></div>\n</section>\n");
    }

    /// Failures of one kind: same reason, same way there, same version that answered. By pods as
    /// well there would be hundreds of them after an hour in which pods came and went.
    private record Kind(String outcome, String connection, String version)
            implements Comparable<Kind> {
        static Kind of(History.Exchange exchange) {
            var ended = exchange.ended();
            return new Kind(
                    switch (exchange.outcome()) {
                        case Outcome.Acknowledged(var status, _) -> "answered " + status;
                        case Outcome.Unmet(var status) -> "answered " + status;
                        case Outcome.Refused(var status, var reason) ->
                                "refused with " + status + ": " + reason;
                        case Outcome.Uncertain(var reason) -> reason;
                    },
                    exchange.invoked().connection().name().toLowerCase(Locale.ROOT),
                    ended == null || ended.version() == null ? "–" : ended.version());
        }

        @Override
        public int compareTo(Kind other) {
            return toString().compareTo(other.toString());
        }
    }

    private void failures() {
        var kinds = new TreeMap<Kind, List<History.Exchange>>();
        int failed = 0;
        for (var exchange : stored.history().exchanges()) {
            if (exchange.failed()) {
                failed++;
                kinds.computeIfAbsent(Kind.of(exchange), _ -> new ArrayList<>()).add(exchange);
            }
        }
        if (failed == 0) {
            return;
        }
        raw("<section>\n<h2>What failed</h2>\n<p>");
        text(
                "%s of %s requests, of %d %s."
                        .formatted(
                                ReportHtml.count(failed),
                                ReportHtml.count(stored.history().exchanges().size()),
                                kinds.size(),
                                kinds.size() == 1 ? "kind" : "kinds"));
        raw(
                "</p>\n<div class=\"wide\"><table><thead><tr><th class=\"number\">Requests</th><th>What the client saw</th><th>Connection</th><th>Version</th><th>Pod</th><th>First</th><th>Last</th></tr></thead>\n<tbody>\n");
        kinds.entrySet().stream()
                .sorted((a, b) -> Integer.compare(b.getValue().size(), a.getValue().size()))
                .limit(KINDS)
                .forEach(entry -> row(entry.getKey(), entry.getValue()));
        raw("</tbody></table></div>\n");
        if (kinds.size() > KINDS) {
            raw("<p>And ")
                    .raw(String.valueOf(kinds.size() - KINDS))
                    .raw(" rarer kinds; all are in history.jsonl.</p>\n");
        }
        raw("</section>\n");
    }

    private void row(Kind kind, List<History.Exchange> of) {
        raw("<tr><td class=\"number\">").raw(ReportHtml.count(of.size())).raw("</td><td>");
        text(kind.outcome());
        raw("</td><td>");
        text(kind.connection());
        raw("</td><td>");
        text(kind.version());
        raw("</td><td>");
        text(pods(of));
        raw("</td><td class=\"when\">").raw(ReportHtml.at(of.getFirst().invoked().at()));
        raw("</td><td class=\"when\">").raw(ReportHtml.at(of.getLast().invoked().at()));
        raw("</td></tr>\n");
    }

    /// The one that answered all of them, or how many did.
    private static String pods(List<History.Exchange> of) {
        var pods = of.stream().map(History.Exchange::pod).distinct().toList();
        var only = pods.getFirst();
        return pods.size() > 1 ? pods.size() + " pods" : only == null ? "–" : only;
    }

    /// A node a row, a probe a column: who was cut off from whom.
    private void views() {
        var views = stored.history().views();
        if (views.isEmpty()) {
            return;
        }
        var probes = views.stream().map(NodeView::probe).distinct().sorted().toList();
        var byNode = new TreeMap<String, TreeMap<String, NodeView>>();
        views.forEach(
                view ->
                        byNode.computeIfAbsent(view.node(), _ -> new TreeMap<>())
                                .put(view.probe(), view));
        raw(
                "<section>\n<h2>What each node saw</h2>\n<p>Once a second the agent on each node looks up the services' names and asks for an answer; so often it did so in vain.</p>\n<div class=\"wide\"><table><thead><tr><th>Node</th>");
        for (var probe : probes) {
            raw("<th class=\"number\">");
            text(probe);
            raw("</th>");
        }
        raw("</tr></thead>\n<tbody>\n");
        byNode.forEach(
                (node, seen) -> {
                    raw("<tr><td>");
                    text(node);
                    raw("</td>");
                    for (var probe : probes) {
                        var view = seen.get(probe);
                        raw("<td class=\"number\">");
                        text(
                                view == null
                                        ? "–"
                                        : "%s of %s"
                                                .formatted(
                                                        ReportHtml.count(view.failed()),
                                                        ReportHtml.count(view.asked())));
                        raw("</td>");
                    }
                    raw("</tr>\n");
                });
        raw("</tbody></table></div>\n</section>\n");
    }

    private void witnesses() {
        if (verdicts == null || verdicts.stream().noneMatch(v -> v instanceof Verdict.Violated)) {
            return;
        }
        raw(
                "<section>\n<h2>Witnesses</h2>\n<p>The recorded events that contradict a claim; history.jsonl has all of them.</p>\n");
        for (var verdict : verdicts) {
            if (verdict instanceof Verdict.Violated violated) {
                raw("<h3>");
                text("“" + violated.claim() + "”");
                raw("</h3>\n");
                list(ReportWords.witnesses(violated.witnesses(), stored.history()));
            }
        }
        raw("</section>\n");
    }

    private void notes() {
        var notes = ReportWords.notes(stored.history());
        if (!notes.isEmpty()) {
            raw("<section>\n<h2>Noted on the way</h2>\n");
            list(notes);
            raw("</section>\n");
        }
    }

    private void list(List<String> sentences) {
        raw("<ul class=\"sentences\">\n");
        for (var sentence : sentences) {
            raw("<li>");
            text(sentence);
            raw("</li>\n");
        }
        raw("</ul>\n");
    }

    private void client() {
        var late = ReportTimeline.lateness(stored.history());
        if (late[2] < 0) {
            return;
        }
        raw("<section>\n<h2>Was the load client itself on time?</h2>\n<p>");
        text(
                "Half of the requests were sent within %s of their planned time, 99 %% within %s, and the latest %s after it. A late client would measure itself instead of the service."
                        .formatted(
                                ReportHtml.time(late[0]),
                                ReportHtml.time(late[1]),
                                ReportHtml.time(late[2])));
        raw("</p>\n</section>\n");
    }

    private void environment() {
        raw("<section>\n<h2>What was run</h2>\n<dl>\n");
        fact("Scenario", info.scenario() + " (" + info.family() + ")");
        fact("Load", info.load());
        fact(
                "Disturbance",
                info.disturbance() + ", " + info.delay().toSeconds() + " s into the load");
        fact(
                "Phases",
                "steady state %d s, load %d s or more, settling %d s"
                        .formatted(
                                info.steady().toSeconds(),
                                info.duration().toSeconds(),
                                info.settle().toSeconds()));
        fact("Seed", String.valueOf(info.seed()));
        fact(
                "Versions",
                info.to() == null ? info.from() : "from " + info.from() + " to " + info.to());
        info.imagesInOrder().forEach((label, image) -> fact("Image " + label, image));
        fact(
                "Cluster",
                "%s, Kubernetes %s, %d %s"
                        .formatted(
                                info.cluster().context(),
                                info.cluster().kubernetes(),
                                info.cluster().nodes(),
                                info.cluster().nodes() == 1 ? "node" : "nodes"));
        fact("Began", info.began().toString());
        fact(
                "Host",
                "%d cores, %s GiB of memory, %s"
                        .formatted(
                                info.host().cores(),
                                ReportHtml.decimal(info.host().memory() / (double) (1L << 30), 1),
                                info.host().os()));
        fact("Java", info.host().java().strip());
        fact("Slipway", info.slipway());
        fact("Command", String.join(" ", info.command()));
        raw("</dl>\n</section>\n");
    }

    private void fact(String name, String value) {
        raw("<dt>");
        text(name);
        raw("</dt><dd>");
        text(value);
        raw("</dd>\n");
    }

    private void again() {
        raw("<section>\n<h2>Again</h2>\n<dl>\n<dt>Judge this record again</dt><dd><code>");
        text("./slipway check " + run);
        raw("</code></dd>\n<dt>Run the scenario again</dt><dd><code>");
        text(
                "./slipway run %s --rate %d --for %s --seed %d"
                        .formatted(
                                named(),
                                info.perSecond(),
                                Times.text(info.duration()),
                                info.seed()));
        raw("</code></dd>\n<dt>Files of this run</dt><dd>");
        for (var file : files) {
            raw("<a href=\"").raw(ReportHtml.link(file)).raw("\">");
            text(file);
            raw("</a> ");
        }
        raw("</dd>\n</dl>\n</section>\n");
    }

    /// What `slipway run` calls it: a plan of one's own by its file.
    private String named() {
        return info.scenario().equals(RolloutScenarios.CUSTOM)
                ? "runs/%s/plan.yaml".formatted(run)
                : info.scenario();
    }

    private void script() {
        var timeline = ReportTimeline.of(stored.history(), info.subject(), info.from());
        raw(ReportHtml.drawn(timeline, "report/report.js"));
    }

    private Report raw(String markup) {
        html.append(markup);
        return this;
    }

    private void text(String text) {
        html.append(ReportHtml.escape(text));
    }
}

package slipway.run;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Map;
import org.HdrHistogram.Histogram;
import slipway.core.Verdict;
import slipway.loadtest.generator.LoadSpec;
import slipway.loadtest.generator.RateProfile;

/// A load's figures, told on a terminal.
final class LoadText {
    /// Reasons of failures, the most frequent first.
    private static final int REASONS = 5;

    private LoadText() {}

    static void tell(LoadResult result, LoadFolder folder, PrintWriter out) {
        var measured = result.measurement();
        var tally = measured.tally();
        out.printf("load: %s%n", Verdict.worst(result.verdicts()).word());
        out.printf(
                "  sent       %s = answered %s + failed %s + timed out %s%s%n",
                ReportHtml.count(tally.sent()),
                ReportHtml.count(tally.answered()),
                ReportHtml.count(tally.failed()),
                ReportHtml.count(tally.timedOut()),
                measured.unsent() == 0
                        ? ""
                        : "; never sent " + ReportHtml.count(measured.unsent()));
        out.printf("  latency    %s%n", percentiles(measured.latency()));
        out.printf(
                "  client     %s sent more than %d ms late; late by %s%n",
                ReportHtml.count(tally.late()),
                LoadSpec.LATE.toMillis(),
                percentiles(measured.lateness()));
        measured.failures().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(REASONS)
                .forEach(
                        reason ->
                                out.printf(
                                        "  failed     %s: %s%n",
                                        ReportHtml.count(reason.getValue()), reason.getKey()));
        for (var verdict : result.verdicts()) {
            out.printf("  %-9s  %s%s%n", verdict.word(), verdict.claim(), Verdicts.why(verdict));
        }
        out.printf("  report     %s%n", folder.page());
    }

    /// What is sent, in one line.
    static String of(LoadSpec load) {
        var how =
                switch (load.model()) {
                    case LoadSpec.Model.Open(var profile, var spacing) ->
                            "%s requests a second%s for %s, %s"
                                    .formatted(
                                            ReportHtml.decimal(profile.peak(), 3),
                                            profile.legs().size() == 1
                                                            && profile.legs().getFirst().from()
                                                                    == profile.peak()
                                                    ? ""
                                                    : " at most",
                                            Times.text(profile.duration()),
                                            spacing == RateProfile.Spacing.EVEN
                                                    ? "evenly spaced"
                                                    : "by chance (Poisson)");
                    case LoadSpec.Model.Closed(var users, var time) ->
                            "%d users who wait for their answers, for %s"
                                    .formatted(users, Times.text(time));
                };
        return "%s: %s, HTTP/%s"
                .formatted(load.target().base(), how, load.target().http2() ? "2" : "1.1");
    }

    private static String percentiles(Histogram micros) {
        return "p50 %s, p90 %s, p99 %s, p99.9 %s, max %s"
                .formatted(
                        time(micros.getValueAtPercentile(50)),
                        time(micros.getValueAtPercentile(90)),
                        time(micros.getValueAtPercentile(99)),
                        time(micros.getValueAtPercentile(99.9)),
                        time(micros.getMaxValue()));
    }

    private static String time(long micros) {
        return ReportHtml.millis(micros / 1e3);
    }
}

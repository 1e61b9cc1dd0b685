package slipway.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import slipway.core.Verdict;
import slipway.loadtest.generator.LoadSpec;

/// `load.json`: what was sent, what came of it, and what is to be said of it.
final class JsonLoad {
    private JsonLoad() {}

    static ObjectNode write(LoadResult result, String slipway) {
        var measured = result.measurement();
        var tally = measured.tally();
        var node =
                Json.object()
                        .put("verdict", Verdict.worst(result.verdicts()).word())
                        .put("sent", tally.sent())
                        .put("answered", tally.answered())
                        .put("failed", tally.failed())
                        .put("timedOut", tally.timedOut())
                        .put("unsent", measured.unsent())
                        .put("late", tally.late())
                        .put("seconds", measured.took().toMillis() / 1e3);
        node.set("latencyMillis", percentiles(measured.latency()));
        node.set("waitingMillis", percentiles(measured.waiting()));
        node.set("latenessMillis", percentiles(measured.lateness()));
        var failures = node.putObject("failures");
        measured.failures().forEach(failures::put);
        var claims = node.putArray("claims");
        result.verdicts().forEach(verdict -> claims.add(JsonVerdict.claim(verdict)));
        node.set("load", load(result.load()));
        node.put("cores", Runtime.getRuntime().availableProcessors()).put("slipway", slipway);
        return node;
    }

    private static ObjectNode load(LoadSpec load) {
        var node =
                Json.object()
                        .put("target", load.target().base().toString())
                        .put("http", load.target().http2() ? "2" : "1.1")
                        .put("run", load.run())
                        .put("seed", load.seed())
                        .put("timeoutMillis", load.timeout().toMillis())
                        .put("connections", load.connections());
        switch (load.model()) {
            case LoadSpec.Model.Open(var profile, var spacing) -> {
                node.put("spacing", spacing.name().toLowerCase(Locale.ROOT));
                var legs = node.putArray("legs");
                profile.legs()
                        .forEach(
                                leg ->
                                        legs.addObject()
                                                .put("from", leg.from())
                                                .put("to", leg.to())
                                                .put("seconds", leg.time().toMillis() / 1e3));
            }
            case LoadSpec.Model.Closed(var users, var time) ->
                    node.put("users", users).put("seconds", time.toMillis() / 1e3);
        }
        var sessions = node.putArray("sessions");
        for (var session : load.mix().sessions()) {
            var requests = sessions.addObject().put("share", session.share()).putArray("requests");
            // Neither headers nor bodies: there may be secrets in them.
            session.requests()
                    .forEach(request -> requests.add(request.method() + " " + request.path()));
        }
        return node;
    }

    private static ObjectNode percentiles(Histogram micros) {
        return Json.object()
                .put("p50", micros.getValueAtPercentile(50) / 1e3)
                .put("p90", micros.getValueAtPercentile(90) / 1e3)
                .put("p99", micros.getValueAtPercentile(99) / 1e3)
                .put("p999", micros.getValueAtPercentile(99.9) / 1e3)
                .put("max", micros.getMaxValue() / 1e3);
    }
}

package slipway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.chaos.Aftermath;
import slipway.core.Verdict;

/// `verdict.json`: the worst verdict, each claim with its figures, its reason and its witnesses,
/// and what came of each fault, whatever is claimed.
final class JsonVerdict {
    private JsonVerdict() {}

    static ObjectNode write(RunInfo info, List<Verdict> verdicts, List<Aftermath> aftermaths) {
        var node =
                Json.object()
                        .put("scenario", info.scenario())
                        .put("verdict", Verdict.worst(verdicts).word())
                        .put("seed", info.seed());
        var claims = node.putArray("claims");
        verdicts.forEach(verdict -> claims.add(claim(verdict)));
        var recovery = node.putArray("recovery");
        aftermaths.forEach(aftermath -> recovery.add(aftermath(aftermath)));
        node.putObject("cluster")
                .put("kubernetes", info.cluster().kubernetes())
                .put("nodes", info.cluster().nodes())
                .put("context", info.cluster().context());
        node.putObject("versions").put("from", info.from()).put("to", info.to());
        return node;
    }

    static List<Verdict> read(JsonNode node) {
        var verdicts = Json.list(node, "claims", JsonVerdict::claim);
        if (verdicts.isEmpty()) {
            throw new Json.Wrong("expected at least one claim, found none");
        }
        var word = Json.text(node, "verdict");
        var worst = Verdict.worst(verdicts).word();
        if (!word.equals(worst)) {
            throw new Json.Wrong(
                    "expected the worst of its claims as \"verdict\", which is "
                            + worst
                            + ", found "
                            + word);
        }
        return List.copyOf(verdicts);
    }

    static ObjectNode claim(Verdict verdict) {
        var node = Json.object().put("claim", verdict.claim()).put("verdict", verdict.word());
        switch (verdict) {
            case Verdict.Holds _ -> {}
            case Verdict.Undecided(_, var why, _) -> node.put("why", why);
            case Verdict.Violated(_, var why, _, _) -> node.put("why", why);
        }
        var figures = node.putObject("figures");
        verdict.figures().forEach((name, value) -> figure(figures, name, value));
        if (verdict instanceof Verdict.Violated violated) {
            var witnesses = node.putArray("witnesses");
            violated.witnesses().forEach(event -> witnesses.add(JsonEvent.write(event)));
        }
        return node;
    }

    private static ObjectNode aftermath(Aftermath aftermath) {
        var strike = aftermath.strike();
        var harm = aftermath.harm();
        var node =
                Json.object()
                        .put("fault", strike.fault())
                        .put("begunMillis", millis(strike.begun()))
                        .put("seenMillis", millis(strike.seen().begin()));
        if (strike.seen().end() != Long.MAX_VALUE) {
            node.put("overMillis", millis(strike.seen().end()));
        }
        strike.ready().ifPresent(ready -> node.put("readyMillis", millis(ready)));
        node.put("failed", harm.failed());
        if (harm.failed() > 0) {
            node.put("firstFailedMillis", millis(harm.first()))
                    .put("lastFailedMillis", millis(harm.last()))
                    .put("outageMillis", millis(harm.outage()));
        }
        node.put("refusedWrites", harm.refusedWrites())
                .put("uncertainWrites", harm.uncertainWrites());
        var views = node.putArray("views");
        aftermath.views().forEach(view -> views.add(JsonEvent.view(view)));
        return node;
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    /// JSON has no infinity and no NaN: such a figure says nothing and is left out.
    private static void figure(ObjectNode figures, String name, Number value) {
        switch (value) {
            case BigDecimal big -> figures.put(name, big);
            case BigInteger big -> figures.put(name, big);
            case Double _, Float _ -> {
                if (Double.isFinite(value.doubleValue())) {
                    figures.put(name, value.doubleValue());
                }
            }
            default -> figures.put(name, value.longValue());
        }
    }

    private static Verdict claim(JsonNode node) {
        var claim = Json.text(node, "claim");
        var word = Json.text(node, "verdict");
        return switch (word) {
            case "holds" -> new Verdict.Holds(claim, figures(node));
            case "undecided" -> new Verdict.Undecided(claim, Json.text(node, "why"), figures(node));
            case "violated" ->
                    new Verdict.Violated(
                            claim,
                            Json.text(node, "why"),
                            Json.list(node, "witnesses", JsonEvent::read),
                            figures(node));
            default ->
                    throw new Json.Wrong(
                            "expected \"verdict\" holds, undecided or violated, found \""
                                    + word
                                    + "\"");
        };
    }

    /// In the order of the file, which is the order to be shown.
    private static Map<String, Number> figures(JsonNode node) {
        var figures = new LinkedHashMap<String, Number>();
        for (var field : Json.child(node, "figures").properties()) {
            if (!field.getValue().isNumber()) {
                throw new Json.Wrong(
                        "expected a number \"" + field.getKey() + "\", found " + field.getValue());
            }
            boolean whole =
                    field.getValue().canConvertToLong() && field.getValue().isIntegralNumber();
            figures.put(
                    field.getKey(),
                    whole
                            ? (Number) field.getValue().longValue()
                            : (Number) field.getValue().doubleValue());
        }
        return Collections.unmodifiableMap(figures);
    }
}

package slipway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import slipway.core.Cluster;

/// `scenario.json`; times are in milliseconds.
final class JsonInfo {
    private JsonInfo() {}

    static ObjectNode write(RunInfo info) {
        var node =
                Json.object()
                        .put("scenario", info.scenario())
                        .put("family", info.family())
                        .put("twin", info.twin());
        node.set("subject", JsonEvent.workload(info.subject()));
        node.put("load", info.load())
                .put("perSecond", info.perSecond())
                .put("disturbance", info.disturbance());
        var claims = node.putArray("claims");
        info.claims().forEach(claims::add);
        node.put("seed", info.seed())
                .put("steadyMillis", info.steady().toMillis())
                .put("durationMillis", info.duration().toMillis())
                .put("delayMillis", info.delay().toMillis())
                .put("settleMillis", info.settle().toMillis());
        node.putObject("versions").put("from", info.from()).put("to", info.to());
        var images = node.putObject("images");
        info.imagesInOrder().forEach(images::put);
        node.putObject("cluster")
                .put("kubernetes", info.cluster().kubernetes())
                .put("nodes", info.cluster().nodes())
                .put("context", info.cluster().context());
        node.put("began", info.began().toString());
        node.putObject("host")
                .put("cores", info.host().cores())
                .put("memoryBytes", info.host().memory())
                .put("os", info.host().os())
                .put("java", info.host().java());
        node.put("slipway", info.slipway());
        var command = node.putArray("command");
        info.command().forEach(command::add);
        return node;
    }

    static RunInfo read(JsonNode node) {
        var versions = Json.child(node, "versions");
        var cluster = Json.child(node, "cluster");
        var host = Json.child(node, "host");
        return new RunInfo(
                Json.text(node, "scenario"),
                Json.text(node, "family"),
                Json.textOrNull(node, "twin"),
                JsonEvent.workload(Json.child(node, "subject")),
                Json.text(node, "load"),
                Json.integer(node, "perSecond"),
                Json.text(node, "disturbance"),
                Json.texts(node, "claims"),
                Json.number(node, "seed"),
                millis(node, "steadyMillis"),
                millis(node, "durationMillis"),
                millis(node, "delayMillis"),
                millis(node, "settleMillis"),
                Json.text(versions, "from"),
                Json.textOrNull(versions, "to"),
                Json.map(node, "images", Json::text),
                new Cluster.Info(
                        Json.text(cluster, "kubernetes"),
                        Json.integer(cluster, "nodes"),
                        Json.text(cluster, "context")),
                instant(node, "began"),
                new RunInfo.Host(
                        Json.integer(host, "cores"),
                        Json.number(host, "memoryBytes"),
                        Json.text(host, "os"),
                        Json.text(host, "java")),
                Json.text(node, "slipway"),
                Json.texts(node, "command"));
    }

    static Instant instant(JsonNode node, String field) {
        var text = Json.text(node, field);
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            throw new Json.Wrong(
                    "expected \"" + field + "\" like 2026-11-22T22:50:03Z, found \"" + text + "\"");
        }
    }

    private static Duration millis(JsonNode node, String field) {
        return Duration.ofMillis(Json.number(node, field));
    }
}

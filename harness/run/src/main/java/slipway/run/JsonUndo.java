package slipway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import slipway.core.EnvVar;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Strategy;
import slipway.core.Undo;
import slipway.core.UpdateSpec;
import slipway.core.Workload;

/// The undos of `undo.json`, and of a workload's board.
final class JsonUndo {
    private static final String PENDING = "pending";

    private JsonUndo() {}

    /// @param undos in the order of the changes
    static ObjectNode pending(List<Undo> undos) {
        var node = Json.object();
        var list = node.putArray(PENDING);
        undos.forEach(undo -> list.add(write(undo)));
        return node;
    }

    /// What [#pending(List)] wrote.
    static List<Undo> pending(JsonNode node) {
        return Json.list(node, PENDING, JsonUndo::read);
    }

    /// What [#pending(List)] wrote, as one text.
    ///
    /// @throws Json.Wrong when it is malformed
    static List<Undo> pending(String text) {
        return pending(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    static ObjectNode write(Undo undo) {
        var node = Json.object();
        switch (undo) {
            case Undo.RestoreUpdate(var workload, var spec) ->
                    node.set("restoreUpdate", value(workload, spec));
            case Undo.RestoreRoute(var workload, var spec) ->
                    node.set("restoreRoute", value(workload, spec));
            case Undo.RestoreReplicas(var workload, int replicas) -> {
                var value = node.putObject("restoreReplicas");
                value.set("workload", JsonEvent.workload(workload));
                value.put("replicas", replicas);
            }
            case Undo.EndFault(var fault) -> node.set("endFault", JsonFault.write(fault));
            case Undo.TakeDown(var workload, var run) -> {
                var value = node.putObject("takeDown");
                value.set("workload", JsonEvent.workload(workload));
                value.put("run", run);
            }
        }
        return node;
    }

    private static ObjectNode value(Workload workload, UpdateSpec spec) {
        var value = Json.object();
        value.set("workload", JsonEvent.workload(workload));
        value.set("spec", spec(spec));
        return value;
    }

    static Undo read(JsonNode node) {
        var which = Json.onlyField(node, "an undo");
        var value = Json.child(node, which);
        try {
            return switch (which) {
                case "restoreUpdate" -> new Undo.RestoreUpdate(workload(value), spec(value));
                case "restoreRoute" -> new Undo.RestoreRoute(workload(value), spec(value));
                case "restoreReplicas" ->
                        new Undo.RestoreReplicas(workload(value), Json.integer(value, "replicas"));
                case "endFault" -> new Undo.EndFault(JsonFault.read(value));
                case "takeDown" -> new Undo.TakeDown(workload(value), Json.text(value, "run"));
                default ->
                        throw new Json.Wrong(
                                "expected the undo \"restoreUpdate\", \"restoreRoute\", \"restoreReplicas\", \"endFault\" or \"takeDown\", found \""
                                        + which
                                        + "\"");
            };
        } catch (InvalidSpec e) {
            throw new Json.Wrong(String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode spec(UpdateSpec spec) {
        var node = Json.object();
        var image = spec.image();
        node.putObject("image").put("name", image.name()).put("version", image.version());
        var environment = node.putObject("environment");
        spec.template()
                .inOrder()
                .forEach((name, variable) -> environment.set(name, variable(variable)));
        node.set("strategy", strategy(spec.strategy()));
        return node.put("minReadySeconds", spec.minReadySeconds())
                .put("progressDeadlineSeconds", spec.progressDeadlineSeconds())
                .put("paused", spec.paused());
    }

    private static Workload workload(JsonNode value) {
        return JsonEvent.workload(Json.child(value, "workload"));
    }

    private static UpdateSpec spec(JsonNode value) {
        var node = Json.child(value, "spec");
        var image = Json.child(node, "image");
        return new UpdateSpec(
                new UpdateSpec.Template(
                        new Image(Json.text(image, "name"), Json.text(image, "version")),
                        Json.map(
                                node,
                                "environment",
                                (map, name) -> variable(Json.child(map, name)))),
                strategy(Json.child(node, "strategy")),
                Json.integer(node, "minReadySeconds"),
                Json.integer(node, "progressDeadlineSeconds"),
                Json.truth(node, "paused"));
    }

    private static ObjectNode variable(EnvVar variable) {
        return switch (variable) {
            case EnvVar.Literal(var value) -> Json.object().put("value", value);
            case EnvVar.FromSecret(var secret, var key) ->
                    Json.object().put("secret", secret).put("key", key);
        };
    }

    private static EnvVar variable(JsonNode node) {
        return node.has("secret")
                ? new EnvVar.FromSecret(Json.text(node, "secret"), Json.text(node, "key"))
                : new EnvVar.Literal(Json.text(node, "value"));
    }

    private static ObjectNode strategy(Strategy strategy) {
        var node = Json.object();
        switch (strategy) {
            case Strategy.Recreate _ -> node.putObject("recreate");
            case Strategy.OnDelete _ -> node.putObject("onDelete");
            case Strategy.RollingUpdate(var surge, var unavailable, var partition) ->
                    node.putObject("rollingUpdate")
                            .put("maxSurge", surge)
                            .put("maxUnavailable", unavailable)
                            .put("partition", partition);
        }
        return node;
    }

    private static Strategy strategy(JsonNode node) {
        var which = Json.onlyField(node, "a strategy");
        var value = Json.child(node, which);
        return switch (which) {
            case "recreate" -> new Strategy.Recreate();
            case "onDelete" -> new Strategy.OnDelete();
            case "rollingUpdate" ->
                    new Strategy.RollingUpdate(
                            Json.text(value, "maxSurge"),
                            Json.text(value, "maxUnavailable"),
                            Json.integer(value, "partition"));
            default ->
                    throw new Json.Wrong(
                            "expected the strategy \"recreate\", \"onDelete\" or"
                                    + " \"rollingUpdate\", found \""
                                    + which
                                    + "\"");
        };
    }
}

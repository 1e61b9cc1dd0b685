package slipway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.core.Fault;
import slipway.core.Pod;

/// The faults of [JsonUndo].
final class JsonFault {
    private JsonFault() {}

    static ObjectNode write(Fault fault) {
        var node = Json.object();
        node.set("workload", JsonEvent.workload(fault.workload()));
        return switch (fault) {
            case Fault.AtPod(var kind, _, var pod) -> {
                node.put("kind", kind.verb());
                node.set("pod", pod(pod));
                yield node;
            }
            case Fault.AtNode(var kind, _, var name) ->
                    node.put("kind", kind.verb()).put("node", name);
            case Fault.Partition(_, var policy) -> node.put("policy", policy);
            case Fault.NoBudget _ -> node.put("budget", "lifted");
        };
    }

    private static ObjectNode pod(Pod pod) {
        return Json.object()
                .put("name", pod.name())
                .put("uid", pod.uid())
                .put("node", pod.node())
                .put("version", pod.version())
                .put("ready", pod.ready())
                .put("leaving", pod.leaving())
                .put("restarts", pod.restarts())
                .put("trouble", pod.trouble())
                .put("role", pod.role());
    }

    static Fault read(JsonNode node) {
        var workload = JsonEvent.workload(Json.child(node, "workload"));
        if (node.has("policy")) {
            return new Fault.Partition(workload, Json.text(node, "policy"));
        }
        if (node.has("budget")) {
            return new Fault.NoBudget(workload);
        }
        var kind = Json.text(node, "kind");
        return node.has("node")
                ? new Fault.AtNode(
                        kind(Fault.AtNode.Kind.values(), Fault.AtNode.Kind::verb, kind),
                        workload,
                        Json.text(node, "node"))
                : new Fault.AtPod(
                        kind(Fault.AtPod.Kind.values(), Fault.AtPod.Kind::verb, kind),
                        workload,
                        pod(Json.child(node, "pod")));
    }

    private static Pod pod(JsonNode pod) {
        return new Pod(
                Json.text(pod, "name"),
                Json.text(pod, "uid"),
                Json.text(pod, "node"),
                Json.text(pod, "version"),
                Json.truth(pod, "ready"),
                Json.truth(pod, "leaving"),
                Json.integer(pod, "restarts"),
                Json.text(pod, "trouble"),
                // A fault that was noted before pods had roles.
                pod.has("role") ? Json.text(pod, "role") : "");
    }

    private static <K> K kind(K[] kinds, Function<K, String> verb, String found) {
        return Stream.of(kinds)
                .filter(kind -> verb.apply(kind).equals(found))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Json.Wrong(
                                        "expected \"kind\" to be one of %s, found \"%s\""
                                                .formatted(
                                                        Stream.of(kinds)
                                                                .map(verb)
                                                                .collect(Collectors.joining(", ")),
                                                        found)));
    }
}

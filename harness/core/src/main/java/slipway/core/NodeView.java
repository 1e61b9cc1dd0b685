package slipway.core;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the agent on a node has counted of one question that it asks again and again.
///
/// @param probe its name, such as `http-api`: does api answer?
/// @param asked how often
/// @param failed how often in vain, of those
public record NodeView(String node, String probe, long asked, long failed) {
    /// What was counted between two looks. An agent that was started anew meanwhile has counted
    /// from zero since.
    public static List<NodeView> between(List<NodeView> before, List<NodeView> after) {
        var then = before.stream().collect(Collectors.toMap(NodeView::key, Function.identity()));
        return after.stream()
                .map(now -> now.since(then.getOrDefault(now.key(), now.none())))
                .toList();
    }

    private String key() {
        return node + " " + probe;
    }

    private NodeView none() {
        return new NodeView(node, probe, 0, 0);
    }

    private NodeView since(NodeView then) {
        return asked < then.asked()
                ? this
                : new NodeView(node, probe, asked - then.asked(), failed - then.failed());
    }
}

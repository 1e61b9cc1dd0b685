package slipway.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import slipway.core.Fault;
import slipway.core.InvalidSpec;
import slipway.core.Pod;
import slipway.core.Stage;
import slipway.core.Workload;

/// A node that has ready pods of a workload, and not all of them.
///
/// @param sparing whose pods it has not: one that cannot be anywhere else
/// @param others of which it has not all ready pods either
public record SomeNode(
        Workload workload, Fault.AtNode.Kind kind, Workload sparing, List<Workload> others)
        implements Target {
    public SomeNode {
        others = List.copyOf(others);
    }

    @Override
    public boolean lasting() {
        return kind.lasting();
    }

    @Override
    public String deed() {
        return "%s a node of %s".formatted(kind.verb(), workload.name());
    }

    @Override
    public String fault() {
        return "%s of a node of %s".formatted(kind.noun(), workload.name());
    }

    @Override
    public int many() {
        return 1;
    }

    @Override
    public List<Fault> candidates(Stage stage) throws InterruptedException {
        var nodes = new TreeSet<>(nodes(stage, workload));
        if (nodes.size() < 2) {
            throw new InvalidSpec(
                    "expected ready pods of %s on 2 nodes or more, found them on %s: the last node is left alone"
                            .formatted(workload, nodes));
        }
        nodes.removeAll(stage.cluster().pods(sparing).stream().map(Pod::node).toList());
        var candidates = new ArrayList<Fault>();
        var refused = new ArrayList<String>();
        for (var other : others) {
            var its = nodes(stage, other);
            if (its.size() == 1 && nodes.removeAll(its)) {
                refused.add(
                        "all ready pods of %s are on %s: delete one, and it goes elsewhere"
                                .formatted(other, its.getFirst()));
            }
        }
        for (var node : nodes) {
            var fault = new Fault.AtNode(kind, workload, node);
            try {
                stage.cluster().injector().rehearse(fault);
                candidates.add(fault);
            } catch (InvalidSpec e) {
                refused.add(String.valueOf(e.getMessage()));
            }
        }
        if (candidates.isEmpty()) {
            throw new InvalidSpec(
                    "no node with pods of %s, and none of %s, is there to %s%s"
                            .formatted(
                                    workload,
                                    sparing,
                                    kind.verb(),
                                    refused.isEmpty() ? "" : ": " + String.join("; ", refused)));
        }
        return candidates;
    }

    private static List<String> nodes(Stage stage, Workload workload) {
        return stage.cluster().pods(workload).stream()
                .filter(Pod::ready)
                .map(Pod::node)
                .distinct()
                .toList();
    }
}

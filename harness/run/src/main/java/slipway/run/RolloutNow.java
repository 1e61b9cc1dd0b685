package slipway.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import slipway.core.Replicas;
import slipway.core.Workload;
import slipway.rollout.RolloutBoard;
import slipway.rollout.Seen;
import slipway.rollout.Wish;

/// How a workload and its rollout stand at one moment, for people and for programs.
///
/// @param board empty where no rollout is under way
/// @param alive whether somebody is at it, as far as is known
record RolloutNow(
        Workload workload, Replicas replicas, Optional<RolloutBoard.State> board, boolean alive) {
    /// So many steps of a plan are shown at a time: with all else they fit a terminal of 24 lines.
    private static final int STEPS = 13;

    /// The same, where it is known by now whether somebody is at it.
    RolloutNow alive(boolean alive) {
        return new RolloutNow(workload, replicas, board, alive);
    }

    /// Whether nothing more will happen.
    boolean over() {
        return !alive
                || board.isEmpty()
                || (!board.get().outcome().isEmpty() && replicas.settled());
    }

    /// The last sign of life, and whose; empty where no rollout is under way.
    String sign() {
        return board.map(state -> state.run() + " " + state.sign()).orElse("");
    }

    /// As a picture: the steps one below the other, then who serves whom, and how well.
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(pods());
        if (board.isEmpty()) {
            lines.add("no rollout is under way");
            return lines;
        }
        var state = board.get();
        lines.add(
                state.plan().isEmpty()
                        ? "%s is about to begin".formatted(state.run())
                        : "%s (%s)".formatted(state.plan(), state.run()));
        boolean over = !state.outcome().isEmpty();
        int steps = state.steps().size();
        int first = Math.clamp(state.step() - STEPS / 2, 0, Math.max(0, steps - STEPS));
        int last = Math.min(steps, first + STEPS);
        if (first > 0) {
            lines.add("  … %d steps before".formatted(first));
        }
        for (int i = first; i < last; i++) {
            int ahead = i + 1 - state.step();
            var here = over ? "■" : "▶";
            lines.add(
                    "  %s %s"
                            .formatted(
                                    ahead < 0 ? "✓" : ahead == 0 ? here : " ",
                                    state.steps().get(i)));
        }
        if (last < steps) {
            lines.add("  … %d steps more".formatted(steps - last));
        }
        lines.add(clients(state));
        if (!state.seen().isEmpty()) {
            lines.add("what they saw in the last 10 s, by the version that answered:");
            state.seen().forEach(seen -> lines.add("  " + words(seen)));
        }
        if (over) {
            lines.add(state.outcome());
        } else if (state.wish() != Wish.RESUME) {
            lines.add("asked for: " + state.wish().word());
        }
        if (!alive) {
            lines.add(RolloutBoard.nobody(workload, state.run()));
        }
        return lines;
    }

    /// As one line.
    String line() {
        var seen =
                board.stream()
                        .flatMap(state -> state.seen().stream())
                        .map(RolloutNow::words)
                        .collect(Collectors.joining("; "));
        return seen.isEmpty() ? course() : course() + "; " + seen;
    }

    /// The same without what is another from second to second: what clients see.
    String course() {
        return board.map(state -> where(state) + "; " + pods() + "; " + clients(state))
                .orElse("no rollout is under way; " + pods());
    }

    private String where(RolloutBoard.State state) {
        if (!alive) {
            return RolloutBoard.nobody(workload, state.run());
        }
        if (!state.outcome().isEmpty()) {
            return state.outcome();
        }
        int step = state.step();
        int steps = state.steps().size();
        if (step < 1 || step > steps) {
            return (state.plan().isEmpty() ? state.run() : state.plan()) + " is about to begin";
        }
        var name = state.steps().get(step - 1);
        return state.wish() == Wish.RESUME
                ? "step %d of %d, %s".formatted(step, steps, name)
                : "step %d of %d, %s (asked for: %s)"
                        .formatted(step, steps, name, state.wish().word());
    }

    private String pods() {
        return "%s: %d of %d pods ready (%s)"
                .formatted(
                        workload,
                        replicas.ready(),
                        replicas.desired(),
                        existing().entrySet().stream()
                                .map(
                                        there ->
                                                "%s %d of %d"
                                                        .formatted(
                                                                there.getKey(),
                                                                ready(there.getKey()),
                                                                there.getValue()))
                                .collect(Collectors.joining(", ")));
    }

    /// In the order of the versions.
    private Map<String, Integer> existing() {
        return new TreeMap<>(replicas.existing());
    }

    private int ready(String version) {
        return replicas.versions().getOrDefault(version, 0);
    }

    private static String clients(RolloutBoard.State state) {
        return state.shares().isEmpty()
                ? "clients go to all ready pods alike"
                : state.shares().entrySet().stream()
                        .map(share -> "%d %% to %s".formatted(share.getValue(), share.getKey()))
                        .collect(Collectors.joining(", ", "clients go ", ""));
    }

    private static String words(Seen seen) {
        return "%s: %d answered (p50 %d ms, p99 %d ms), %d failed"
                .formatted(
                        seen.version(),
                        seen.answered(),
                        seen.p50Millis(),
                        seen.p99Millis(),
                        seen.failed());
    }

    /// For programs. Where no rollout is under way there are no steps, and `run` is null.
    ObjectNode json() {
        var node =
                Json.object()
                        .put("workload", workload.name())
                        .put("kind", workload.kind().word())
                        .put("run", board.map(RolloutBoard.State::run).orElse(null))
                        .put("alive", alive);
        var steps = node.putArray("steps");
        board.ifPresent(state -> state.steps().forEach(steps::add));
        node.put("step", board.map(RolloutBoard.State::step).orElse(0))
                .put("wish", board.map(state -> state.wish().word()).orElse(null))
                .put(
                        "outcome",
                        board.map(RolloutBoard.State::outcome)
                                .filter(outcome -> !outcome.isEmpty())
                                .orElse(null));
        var shares = node.putObject("shares");
        board.ifPresent(
                state -> state.shares().forEach((version, share) -> shares.put(version, share)));
        var pods =
                node.putObject("replicas")
                        .put("desired", replicas.desired())
                        .put("ready", replicas.ready())
                        .putObject("versions");
        existing()
                .forEach(
                        (version, count) ->
                                pods.putObject(version)
                                        .put("ready", ready(version))
                                        .put("existing", count));
        var seen = node.putArray("seen");
        board.stream()
                .flatMap(state -> state.seen().stream())
                .forEach(
                        one ->
                                seen.addObject()
                                        .put("version", one.version())
                                        .put("answered", one.answered())
                                        .put("failed", one.failed())
                                        .put("p50Millis", one.p50Millis())
                                        .put("p99Millis", one.p99Millis()));
        return node;
    }
}

package slipway.chaos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All that may be the case at one time, less what another world covers.
final class Worlds<S> {
    private record Like<T>(BitSet done, T state) {}

    private final Map<Like<S>, List<World<S>>> kept = new HashMap<>();

    /// @return false where it is covered, and not added
    boolean add(World<S> world) {
        var rivals =
                kept.computeIfAbsent(
                        new Like<>(world.done(), world.state()), _ -> new ArrayList<>(1));
        for (var rival : rivals) {
            if (rival.covers(world)) {
                return false;
            }
        }
        rivals.removeIf(world::covers);
        rivals.add(world);
        return true;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    Stream<World<S>> all() {
        return kept.values().stream().flatMap(List::stream);
    }
}

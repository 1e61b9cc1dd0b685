package slipway.chaos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that may be the case at one time, in the order in which it was found, less what another
/// world covers.
final class Worlds<S> {
    private record Like<T>(BitSet done, T state) {}

    private final Map<Like<S>, List<World<S>>> kept = new LinkedHashMap<>();
    private int size;

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
        size -= rivals.size();
        rivals.removeIf(world::covers);
        rivals.add(world);
        size += rivals.size();
        return true;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    List<World<S>> all() {
        return kept.values().stream().flatMap(List::stream).toList();
    }
}

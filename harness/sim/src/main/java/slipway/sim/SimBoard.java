package slipway.sim;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.core.Board;

/// A board in memory.
final class SimBoard implements Board {
    private @Nullable Map<String, String> entries;

    @Override
    public Map<String, String> read() {
        return entries == null ? Map.of() : Map.copyOf(entries);
    }

    @Override
    public boolean putUp(Map<String, String> first) {
        if (entries != null) {
            return false;
        }
        entries = new TreeMap<>(first);
        return true;
    }

    @Override
    public boolean write(Map<String, String> says, Map<String, String> more) {
        var now = entries;
        if (now == null || !now.entrySet().containsAll(says.entrySet())) {
            return false;
        }
        now.putAll(more);
        return true;
    }

    @Override
    public boolean takeDown(Map<String, String> says) {
        var now = entries;
        if (now == null || !now.entrySet().containsAll(says.entrySet())) {
            return false;
        }
        entries = null;
        return true;
    }
}

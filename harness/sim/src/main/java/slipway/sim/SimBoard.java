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
    public boolean write(String entry, String text) {
        if (entries == null) {
            return false;
        }
        entries.put(entry, text);
        return true;
    }

    @Override
    public void takeDown() {
        entries = null;
    }
}

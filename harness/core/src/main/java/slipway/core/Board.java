package slipway.core;

import java.util.Map;

/// What is told on the cluster of something that is under way, and what is asked of it there. It
/// outlives whoever put it up.
public interface Board {
    /// Its entries; empty where none is up.
    Map<String, String> read();

    /// Puts it up with these entries.
    ///
    /// @return false where one is up already, which is left as it is
    boolean putUp(Map<String, String> entries);

    /// Writes an entry on the board that is up.
    ///
    /// @return false where none is up
    boolean write(String entry, String text);

    /// Does nothing where none is up.
    void takeDown();
}

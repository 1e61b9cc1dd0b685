package slipway.core;

import java.util.Map;

/// What is told on the cluster of something that is under way, and what is asked of it there. It
/// outlives whoever put it up.
///
/// Every change of a board that is up is made by the cluster in one step, and only while the board
/// says what whoever changes it believes that it says: two who believe otherwise never both act.
public interface Board {
    /// What a workload's board is called on the cluster.
    static String name(Workload workload) {
        return "rollout-" + workload.name();
    }

    /// Its entries; empty where none is up.
    Map<String, String> read();

    /// Puts it up with these entries.
    ///
    /// @return false where one is up already, which is left as it is
    boolean putUp(Map<String, String> entries);

    /// Writes entries on the board that is up, all of them or none.
    ///
    /// @param says what has to stand on it at that moment
    /// @return false where none is up, or it says otherwise
    boolean write(Map<String, String> says, Map<String, String> entries);

    /// Takes it down.
    ///
    /// @param says what has to stand on it at that moment
    /// @return false where none is up, or it says otherwise
    boolean takeDown(Map<String, String> says);
}

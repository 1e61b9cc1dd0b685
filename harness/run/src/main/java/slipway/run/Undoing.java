package slipway.run;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slipway.core.Undo;
import slipway.core.Workload;

/// Undos that are done one after the other, the newest first. Where one fails the others are done
/// all the same, but its workload's board stays: by that the next command tries again.
final class Undoing {
    private final Set<Workload> failed = new HashSet<>();
    private @Nullable RuntimeException failure;

    /// Does one undo.
    @FunctionalInterface
    interface Deed {
        void undo(Undo undo) throws InterruptedException;
    }

    /// @return whether it was done
    boolean attempt(Undo undo, Deed deed) throws InterruptedException {
        if (undo instanceof Undo.TakeDown && failed(undo.workload())) {
            return false;
        }
        try {
            deed.undo(undo);
            return true;
        } catch (RuntimeException e) {
            failed.add(undo.workload());
            if (failure == null) {
                failure = e;
            } else if (failure != e) {
                failure.addSuppressed(e);
            }
            return false;
        }
    }

    /// Whether an undo of the workload has failed.
    boolean failed(Workload workload) {
        return failed.contains(workload);
    }

    /// Throws the first failure, with the others as suppressed.
    void insist() {
        if (failure != null) {
            throw failure;
        }
    }
}

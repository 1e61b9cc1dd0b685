package slipway.core;

/// How to put back one thing that a run changed. Data, not code: it is on disk before the change is
/// made, so that the next command can do it after a power failure.
public sealed interface Undo {
    Workload workload();

    /// What is put back. Of two undos of one subject the older one suffices.
    String subject();

    /// The workload was to have these pods before, and comes back to them by its own strategy.
    record RestoreUpdate(Workload workload, UpdateSpec spec) implements Undo {
        @Override
        public String subject() {
            return "pods of " + workload;
        }
    }

    /// The run told on the workload's board what is under way; it is taken down, unless it is
    /// another run's by now.
    record TakeDown(Workload workload, String run) implements Undo {
        @Override
        public String subject() {
            return "board of " + workload;
        }
    }

    /// As [RestoreUpdate], of a workload whose versions stand side by side with a route between
    /// them: clients go back to the old pods first, as far as there are any.
    record RestoreRoute(Workload workload, UpdateSpec spec) implements Undo {
        @Override
        public String subject() {
            return "route and pods of " + workload;
        }
    }
}
